package io.tidegate.store;

import static java.util.Collections.singletonList;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements in SQL with named parameters, which may be lists.
 *
 * <p>They are for what JPQL would have to compute: EclipseLink writes the parameters of JPQL with
 * arithmetic into the text of the statement for H2, as texts and as numbers that H2 does not take
 * for booleans.
 */
public final class JpaStatements {

  /** Nobody is called so. */
  private static final String NOTHING = "";

  private JpaStatements() {}

  /**
   * Does an update, and says how many rows it changed.
   *
   * @param update in SQL, with parameters as {@code :name}
   * @param values the parameters, as name, value, name, value; a list is one of texts, not empty
   */
  public static int change(EntityManager manager, String update, Object... values) {
    return query(manager, update, values).executeUpdate();
  }

  /** A query in SQL, with values as in {@link #change}. */
  public static Query query(EntityManager manager, String text, Object... values) {
    List<Object> bound = new ArrayList<>();
    String sql = text;
    for (int at = 0; at < values.length; at += 2) {
      List<?> each = values[at + 1] instanceof List<?> list ? list : singletonList(values[at + 1]);
      String places =
          each.stream().map(value -> place(bound, value)).collect(Collectors.joining(", "));
      sql = sql.replaceAll(":" + values[at] + "\\b", places);
    }
    Query query = manager.createNativeQuery(sql);
    for (int at = 0; at < bound.size(); at++) {
      query.setParameter(at + 1, bound.get(at));
    }
    return query;
  }

  /** What {@code query}, which is in SQL and for several columns, finds. */
  @SuppressWarnings("unchecked") // such a query gives arrays
  public static List<Object[]> rows(Query query) {
    return query.getResultList();
  }

  /** {@code texts} as a list in SQL, which must not be empty: with one more that nothing has. */
  public static List<String> listed(Collection<String> texts) {
    List<String> listed = new ArrayList<>(texts);
    listed.add(NOTHING);
    return listed;
  }

  private static String place(List<Object> bound, Object value) {
    bound.add(value);
    return "?" + bound.size();
  }
}
