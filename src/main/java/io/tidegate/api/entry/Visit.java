package io.tidegate.api.entry;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.tenants.keys.KeyScope;
import java.util.concurrent.atomic.LongAdder;

/**
 * A request before its body is read.
 *
 * @param id its id
 * @param tenant who sent it
 * @param terms on what terms it is served
 * @param peer the client's connection
 * @param arrived when it came, on the nano clock
 * @param scope what its key is good for
 * @param work counts the pieces read and written for its tenant
 */
public record Visit(
    String id,
    TenantId tenant,
    Terms terms,
    ClientConnection peer,
    long arrived,
    KeyScope scope,
    LongAdder work) {

  /** The request attribute that holds the visit. */
  static final String ATTRIBUTE = Visit.class.getName();

  /** One whose key is good for all that its tenant may do. */
  public Visit(String id, TenantId tenant, Terms terms, ClientConnection peer, long arrived) {
    this(id, tenant, terms, peer, arrived, KeyScope.ALL, new LongAdder());
  }

  /**
   * Lets a call of {@code operation} to {@code model} pass.
   *
   * @throws FailureException {@code KEY_OUT_OF_SCOPE} if the key is not good for it
   */
  public void check(Operation operation, String model) {
    pass(scope.refusal(operation, model));
  }

  /** Lets a batch of calls of {@code operation} pass, as {@link #check}. */
  public void checkBatch(Operation operation) {
    pass(scope.batchRefusal(operation));
  }

  /** Lets what is done beside calls pass, which scopes call {@code area}, as {@link #check}. */
  void checkArea(String area) {
    pass(scope.refusal(area));
  }

  /** Whether the key is good for calls to {@code model}. */
  public boolean allows(String model) {
    return scope.allows(model);
  }

  /** Lets a request pass that is not refused for {@code why}. */
  static void pass(Failure why) {
    if (why != null) {
      throw why.asException();
    }
  }
}
