package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpAuditTrailTest {

  private final FakeRequest request = new FakeRequest(0).stranger();
  private final List<String> acts = new ArrayList<>();

  private void end(int status) {
    HttpAuditTrail.begin(
        request.http,
        "deleteNode",
        (trail, ended) -> acts.add(trail.actor() + " as " + trail.role() + ": " + ended));
    HttpAuditTrail.of(request.http).by(request.http);
    HttpAuditTrail.of(request.http).end(status);
  }

  @Test
  void whatAViewerIsRefusedIsAnAct() {
    request.user = "vera";
    request.role = Roles.VIEWER;

    end(403);

    assertThat(acts).containsExactly("vera as viewer: 403");
  }

  @Test
  void whatATenantsTokenIsRefusedIsNone() {
    request.user = "somebody at acme";

    end(403);

    assertThat(acts).isEmpty();
  }

  @Test
  void whatStrangersAreRefusedIsNone() {
    end(401);

    assertThat(acts).isEmpty();
  }
}
