package io.tidegate.api.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.http.ListJson;
import io.tidegate.store.Page;
import io.tidegate.webhooks.NoticeView;

/** Webhook events as JSON, in the form of OpenAI's lists; times in epoch seconds, null for none. */
final class NoticeJson {

  private NoticeJson() {}

  static String of(Page<NoticeView> page) {
    return ListJson.of(page, NoticeJson::node);
  }

  static String of(NoticeView notice) {
    return node(notice).toString();
  }

  private static ObjectNode node(NoticeView notice) {
    NoticeView.Last last = notice.last();
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", notice.id())
        .put("object", "webhook_event")
        .put("type", notice.type())
        .put("tenant", notice.tenant().value())
        .put("subject", notice.subject())
        .put("receiver", notice.receiver())
        .put("status", notice.state().label())
        .put("attempts", last.attempts())
        .put("last_status", last.status() == 0 ? null : last.status())
        .put("last_problem", last.problem() == null ? null : last.problem().label())
        .put("created_at", ListJson.seconds(notice.times().created()))
        .put("next_attempt_at", ListJson.seconds(notice.times().due()))
        .put("ended_at", ListJson.seconds(notice.times().ended()));
  }
}
