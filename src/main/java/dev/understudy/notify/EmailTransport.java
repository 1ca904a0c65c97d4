package dev.understudy.notify;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.NotifyConfig.Email;
import dev.understudy.config.NotifyConfig.Email.Security;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;

/** Sends plain text mail through a server. */
final class EmailTransport implements Transport {
  private final String name;
  private final Email email;
  private final Session session;

  EmailTransport(String name, Email email, Duration limit) {
    this.name = name;
    this.email = email;
    this.session = Session.getInstance(properties(email, Long.toString(limit.toMillis())));
  }

  private static Properties properties(Email email, String millis) {
    Properties properties = new Properties();
    Security security = email.server().security();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", email.server().host());
    properties.put("mail.smtp.port", Integer.toString(email.server().port()));
    properties.put("mail.smtp.auth", Boolean.toString(email.credentials().isPresent()));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(security == Security.TLS));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(security == Security.STARTTLS));
    properties.put("mail.smtp.starttls.required", Boolean.toString(security == Security.STARTTLS));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    return properties;
  }

  @Override
  public void send(Message message) {
    try (jakarta.mail.Transport transport = session.getTransport()) {
      MimeMessage mail = mail(message);
      if (email.credentials().isPresent()) {
        Email.Credentials known = email.credentials().get();
        transport.connect(known.user(), known.password().value());
      } else {
        transport.connect();
      }
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (AuthenticationFailedException e) {
      throw error(ErrorClass.AUTHENTICATION, "the mail server refused the login");
    } catch (MessagingException e) {
      throw error(ErrorClass.CONNECTION, firstLine(e));
    }
  }

  private MimeMessage mail(Message message) throws MessagingException {
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(new InternetAddress(email.from()));
    for (String to : email.to()) {
      mail.addRecipient(RecipientType.TO, new InternetAddress(to));
    }
    mail.setSubject(message.title(), StandardCharsets.UTF_8.name());
    mail.setText(message.text() + "\n", StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(message.notifications().get(0).at()));
    // Out-of-office replies to an alarm help nobody.
    mail.setHeader("Auto-Submitted", "auto-generated");
    return mail;
  }

  private static String firstLine(MessagingException e) {
    String text = e.getMessage();
    return text == null ? "the mail was not taken" : text.lines().findFirst().orElse("").strip();
  }

  private UnderstudyException error(ErrorClass errorClass, String sentence) {
    return new UnderstudyException(
        errorClass,
        "notify " + name,
        sentence,
        "check the channel's smtp, security, user, from and to",
        null);
  }
}
