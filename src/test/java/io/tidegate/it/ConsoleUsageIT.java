package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What administrators see of all tenants' use and limits, and a tenant of its own. */
final class ConsoleUsageIT extends ConsoleDesk {

  private static final String QUOTA = "/api/quotas/";

  @AfterEach
  void leavesNoTenants() {
    for (String tenant : new String[] {"used-a", "used-b"}) {
      Admin.send(QUOTA + tenant, "DELETE", null);
      for (JsonNode key : Fleet.json(Admin.get("/api/keys").body()).path("data")) {
        if (key.path("tenant").asText().equals(tenant)) {
          Admin.send("/api/keys/" + key.path("id").asText(), "DELETE", null);
        }
      }
      Admin.send("/api/tenants/" + tenant, "DELETE", null);
    }
  }

  private static String key(String tenant) {
    Admin.send("/api/tenants", "POST", "{\"name\":\"" + tenant + "\"}");
    HttpResponse<String> made = Admin.send("/api/keys", "POST", "{\"tenant\":\"" + tenant + "\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return Fleet.json(made.body()).path("key").asText();
  }

  private static void ask(String key, String question) {
    HttpResponse<String> answer =
        Http.send(
            HttpRequest.newBuilder(
                    Http.posting("/v1/chat/completions", Http.chat(question, false)),
                    (name, value) -> true)
                .header("Authorization", "Bearer " + key)
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void limit(String tenant, String limits) {
    HttpResponse<String> set = Admin.send(QUOTA + tenant, "PUT", limits);
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
  }

  @Test
  void administratorsSeeUseByTenantsModelsAndDaysAndTakeItAway() {
    ask(key("used-a"), "one question of a");
    ask(key("used-b"), "another question of b");
    limit("used-a", "{\"requestsPerMinute\":600,\"budgetPerDay\":\"12.50\"}");

    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("usage");

    page.awaitText("#view", "used-a");
    page.awaitText("#view", "used-b");
    page.awaitText("#view", "600");
    page.awaitText("#view", "12.50");
    assertThat(page.value("document.querySelectorAll('#view [role=meter]').length").asInt())
        .isPositive();
    page.click("input[name=group][value=model]");
    page.click("#usage-tenant");
    page.type("used-b");
    page.press("Enter");
    page.await(
        "[...document.querySelectorAll('#view table')][0]?.innerText.includes('deepseek-flash')");
    assertThat(page.value("document.querySelector('#view table').innerText").asText())
        .contains("used-b")
        .doesNotContain("used-a");
    String csv =
        page.value("fetch(document.querySelector('#view a[download]').href).then(r => r.text())")
            .asText();
    assertThat(csv).startsWith("day,tenant,key,model,").contains("used-b").doesNotContain("used-a");
  }

  @Test
  void aTenantSeesItsOwnUseAndLimitsAndNothingOfOthers() {
    String mine = key("used-a");
    ask(mine, "a question of mine");
    ask(key("used-b"), "a question of others");
    limit("used-a", "{\"requestsPerMinute\":601}");
    limit("used-b", "{\"requestsPerMinute\":602}");

    page.go("/");
    page.await("!document.getElementById('sign-in').hidden");
    page.click("#own-key");
    page.type(mine);
    page.press("Enter");

    page.awaitText("#own-place", "used-a");
    page.awaitText("#own-place", "601");
    page.awaitText("#own-place", "deepseek-flash");
    assertThat(page.text("#own-place")).doesNotContain("used-b").doesNotContain("602");
    assertThat(page.barriers()).isEmpty();
    assertThat(
            page.value("document.documentElement.innerHTML.includes('" + mine + "')").asBoolean())
        .isFalse();
  }

  @Test
  void aKeyThatNobodyHasIsToldSo() {
    key("used-a");
    page.go("/");
    page.await("!document.getElementById('sign-in').hidden");
    page.expectRefusals();
    page.click("#own-key");
    page.type("tgk_nobodyhasthiskeyatall");
    page.press("Enter");
    page.awaitText("#own-place", "No tenant has this key.");
  }
}
