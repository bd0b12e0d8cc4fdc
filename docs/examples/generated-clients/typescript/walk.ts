// Lists the nodes, submits a job and reads its result, by types that were made from /openapi.
import { setTimeout } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./target/tidegate.js";

type Job = components["schemas"]["Job"];

const baseUrl = process.env.TIDEGATE_URL ?? "http://localhost:9080";
const password = process.env.TIDEGATE_PASSWORD ?? "";
const key = process.env.TIDEGATE_KEY;

const admin = createClient<paths, "application/json">({
  baseUrl,
  headers: { Authorization: `Basic ${btoa(`admin:${password}`)}` },
});
const tenant = createClient<paths, "application/json">({
  baseUrl,
  headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
});

// Who has no right to ask is told so by the server itself, without an envelope.
function given<T>(answer: { data?: T; error?: Partial<components["schemas"]["ErrorEnvelope"]>; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.status}: ${answer.error?.error?.message ?? answer.response.statusText}`);
  }
  return answer.data;
}

for (const node of given(await admin.GET("/api/nodes"))) {
  console.log(`node ${node.name}: ${node.state}, weight ${node.weight}, serves ${node.serving.join(", ")}`);
}

const model = given(await tenant.GET("/v1/models")).data[0]?.id;
if (model === undefined) {
  throw new Error("no model is served");
}

let job: Job = given(
  await tenant.POST("/api/jobs", {
    body: { model, messages: [{ role: "user", content: "Hello" }] },
  }),
);
const path = { id: job.id };
while (job.finished_at === undefined || job.finished_at === null) {
  await setTimeout(200);
  job = given(await tenant.GET("/api/jobs/{id}", { params: { path } }));
}
console.log(`job ${job.status} after ${job.attempts} attempt(s)${job.error ? `: ${job.error.message}` : ""}`);

const result = given(await tenant.GET("/api/jobs/{id}/result", { params: { path } }));
console.log(`result: ${result.choices?.[0]?.message?.content}`);

const missing = await tenant.GET("/api/jobs/{id}", { params: { path: { id: "job_0" } } });
console.log(`error: ${missing.response.status} ${missing.error?.error.code}`);
