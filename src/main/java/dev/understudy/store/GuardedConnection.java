package dev.understudy.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** A connection while somebody has it: says when it is closed, and what SQLite's errors mean. */
final class GuardedConnection implements InvocationHandler {
  private final Connection connection;
  private final Path file;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  private GuardedConnection(Connection connection, Path file, Runnable release) {
    this.connection = connection;
    this.file = file;
    this.release = release;
  }

  static Connection wrap(Connection connection, WriterGuard guard, Runnable release) {
    return (Connection)
        Proxy.newProxyInstance(
            GuardedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new GuardedConnection(connection, guard.file(), release));
  }

  /** The error in words where file or disk are its cause, else as Jdbi would throw it. */
  static RuntimeException translate(Connection connection, SQLException e) {
    RuntimeException other = new UnableToExecuteStatementException(e, null);
    return Proxy.isProxyClass(connection.getClass())
            && Proxy.getInvocationHandler(connection) instanceof GuardedConnection guarded
        ? StoreErrors.translate(guarded.file, e).<RuntimeException>map(error -> error).orElse(other)
        : other;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean closing = method.getName().equals("close");
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      if (closing) {
        throw e.getCause();
      }
      throw StoreErrors.translate(file, e.getCause())
          .<Throwable>map(Function.identity())
          .orElse(e.getCause());
    } finally {
      // Only now, when the pool has it back for whoever is next.
      if (closing && closed.compareAndSet(false, true)) {
        release.run();
      }
    }
  }
}
