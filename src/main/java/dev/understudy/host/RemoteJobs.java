package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/** Detached jobs of a host by way of its shell; their records are in {@value #DIRECTORY}. */
public final class RemoteJobs implements DetachedJobs {
  /** One directory per job, readable by root only. */
  public static final String DIRECTORY = "/var/lib/understudy/jobs";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
  private static final int TAIL = 4096;
  private static final Duration NAP = Duration.ofMillis(20);
  private static final Duration ENDING = Duration.ofSeconds(60);
  private static final String COMMON = Scripts.text("jobs/common.sh");
  private static final String KEEPER = Scripts.text("jobs/keeper.sh");
  private static final String START = Scripts.text("jobs/start.sh");
  private static final String STATUS = Scripts.text("jobs/status.sh");
  private static final String END = Scripts.text("jobs/end.sh");
  private static final String FORGET = Scripts.text("jobs/forget.sh");
  private static final String FORGET_ENDED = Scripts.text("jobs/forget-ended.sh");

  private final Host host;

  public RemoteJobs(Host host) {
    this.host = host;
  }

  /** The file that a job prints to, readable by root only. */
  public static String output(String id) {
    return DIRECTORY + "/" + id + "/out";
  }

  @Override
  public JobStatus start(JobSpec job, Fence fence) {
    byte[] script = job.script().getBytes(StandardCharsets.UTF_8);
    String variables =
        "temp=.new-"
            + Nonce.next()
            + " user="
            + Shell.quote(job.user())
            + " size="
            + script.length
            + " keeper="
            + Shell.quote(KEEPER);
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(script);
    input.writeBytes(job.progressScript().getBytes(StandardCharsets.UTF_8));
    Command command = command(job.id(), variables, START).withInput(input.toByteArray());
    host.run(command.under(fence)).orThrow("start job " + job.id());
    return status(job.id());
  }

  @Override
  public JobStatus status(String id) {
    return await(id, Duration.ZERO);
  }

  @Override
  public JobStatus await(String id, Duration patience) {
    Command command = command(id, "naps=" + patience.dividedBy(NAP), STATUS).keeping(4 * TAIL);
    Command ask = command.within(command.timeout().plus(patience));
    CommandResult result = host.run(ask).orThrow("see how job " + id + " is");
    String[] lines = result.stdout().split("\n", -1);
    String[] first = lines[0].split(" ");
    JobStatus.State state = JobStatus.State.valueOf(first[0].toUpperCase(Locale.ROOT));
    if (state == JobStatus.State.ABSENT) {
      return new JobStatus(state, -1, -1, -1, "", "");
    }
    String[] progress = lines[1].strip().split(" +", 3);
    return new JobStatus(
        state,
        Integer.parseInt(first[1]),
        number(progress, 0),
        number(progress, 1),
        progress.length < 3 ? "" : progress[2],
        tail(lines[2]));
  }

  @Override
  public JobStatus end(String id, Fence fence) {
    host.run(command(id, "", END).within(ENDING).under(fence)).orThrow("end job " + id);
    return status(id);
  }

  @Override
  public void forget(String id, Fence fence) {
    String variables = "temp=.gone-" + Nonce.next();
    host.run(command(id, variables, FORGET).under(fence)).orThrow("forget job " + id);
  }

  @Override
  public void forgetEnded(Fence fence) {
    host.run(command("-", "", FORGET_ENDED).under(fence)).orThrow("forget the jobs that ended");
  }

  private Command command(String id, String variables, String script) {
    if (!ID.matcher(id).matches()) {
      throw new HostException(
          ErrorClass.PRECONDITION, host.name(), "not a job's id: " + id, null, null);
    }
    String whole = String.join("\n", "id=" + id, variables, COMMON, script);
    return Command.script(whole).asRoot();
  }

  private static long number(String[] words, int index) {
    boolean digits = index < words.length && words[index].matches("[0-9]{1,18}");
    return digits ? Long.parseLong(words[index]) : -1;
  }

  /** Begins with a whole line where the output was longer. */
  private static String tail(String encoded) {
    byte[] bytes = Base64.getDecoder().decode(encoded.strip());
    String text = new String(bytes, StandardCharsets.UTF_8);
    int line = text.indexOf('\n');
    return bytes.length < TAIL || line < 0 ? text : text.substring(line + 1);
  }
}
