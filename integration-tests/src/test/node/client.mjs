// Talks to the server at argv[2] as a program of its own would; prints what it got as one JSON document.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: process.argv[3], maxRetries: 5 });
const model = "fractal";
const seen = {};

seen.models = [];
for await (const listed of client.models.list()) seen.models.push(listed.id);

const messages = [{ role: "user", content: "Prepare the list for Node" }];
const first = await client.chat.completions.create({ model, messages });
seen.first = first;
seen.again = await client.chat.completions.create({ model, messages });

messages.push(first.choices[0].message, { role: "user", content: "Add one more" });
const stream = await client.chat.completions.create({
  model,
  messages,
  stream: true,
  stream_options: { include_usage: true },
});
seen.streamed = { content: "", reasoning: "", finish: null, usage: null };
for await (const chunk of stream) {
  const choice = chunk.choices[0];
  seen.streamed.content += choice?.delta?.content ?? "";
  seen.streamed.reasoning += choice?.delta?.reasoning_content ?? "";
  seen.streamed.finish ??= choice?.finish_reason ?? null;
  seen.streamed.usage ??= chunk.usage ?? null;
}

const failure = async (attempt) => {
  try {
    await attempt();
    return null;
  } catch (e) {
    return { name: e.constructor.name, status: e.status, code: e.code, param: e.param, type: e.type };
  }
};
const ask = (content, more) =>
  client.chat.completions.create({ model, messages: [{ role: "user", content }], ...more });

seen.unknownModel = await failure(() => ask("Hello", { model: "gpt-none" }));
seen.severalAnswers = await failure(() => ask("Hello", { n: 2 }));
seen.aborted = await failure(() => ask("Break it"));
seen.abortedStream = await failure(async () => {
  for await (const _ of await ask("Break it while it streams", { stream: true }));
});
seen.badToken = await failure(() => client.withOptions({ apiKey: "wrong" }).models.list());

console.log(JSON.stringify(seen));
