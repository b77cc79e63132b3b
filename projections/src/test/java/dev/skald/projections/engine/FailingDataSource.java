package dev.skald.projections.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Loses its connection for good at the n-th call that reaches the server. */
final class FailingDataSource {

  private static final Set<String> CALLS =
      Set.of("executeQuery", "executeUpdate", "executeBatch", "execute", "commit", "setSavepoint");

  private FailingDataSource() {}

  static DataSource at(int call, DataSource real) {
    AtomicInteger left = new AtomicInteger(call);
    return proxy(DataSource.class, real, left);
  }

  private static <T> T proxy(Class<T> type, T real, AtomicInteger left) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              boolean reachesServer = CALLS.contains(method.getName());
              if (reachesServer && left.get() <= 0) {
                throw lost();
              }
              boolean cut = reachesServer && left.decrementAndGet() == 0;
              if (cut && !method.getName().equals("commit")) {
                throw lost();
              }
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (cut) {
                throw lost();
              }
              return switch (result) {
                case Connection connection -> proxy(Connection.class, connection, left);
                case PreparedStatement statement -> proxy(PreparedStatement.class, statement, left);
                case null, default -> result;
              };
            });
    return type.cast(proxy);
  }

  private static SQLException lost() {
    return new SQLException("the connection was lost", "08006");
  }
}
