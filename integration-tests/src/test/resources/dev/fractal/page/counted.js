// Counts what the page asks for, and the events that come on its streams.
window.asked = [];
window.told = 0;
const real = window.fetch;
window.fetch = async (path, options) => {
  if (!String(path).startsWith('/v1/sessions/')) return real(path, options);
  window.asked.push(String(path));
  const answer = await real(path, options);
  if (!String(path).includes('/tree/events')) return answer;
  const [mine, theirs] = answer.body.tee();
  count(mine.pipeThrough(new TextDecoderStream()).getReader()).catch(() => {});
  return new Response(theirs, { status: answer.status, headers: answer.headers });
};

async function count(reader) {
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    window.told += lines.filter((line) => line.startsWith('id:')).length;
  }
}
