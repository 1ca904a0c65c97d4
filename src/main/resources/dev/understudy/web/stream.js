// Server-sent events by fetch, since EventSource can't send a token.

const KEY = 'understudy.token';

export const token = {
  get: () => sessionStorage.getItem(KEY) ?? '',
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

export function headers(more = {}) {
  return token.get() ? { ...more, Authorization: `Bearer ${token.get()}` } : more;
}

const RETRY = [500, 1000, 2000, 5000];
const SILENCE = 25000; // the service gives a sign of life every 10 s

/** Tells each event, and how the connection is: live, lost, refused. Goes on until it is stopped. */
export function follow(path, onEvent, onState) {
  let stopped = false;
  let failures = 0;
  let control = new AbortController();

  async function once() {
    control = new AbortController();
    let watchdog = setTimeout(() => control.abort(), SILENCE);
    try {
      const answer = await fetch(path, {
        headers: headers({ Accept: 'text/event-stream' }),
        cache: 'no-store',
        signal: control.signal,
      });
      if (!answer.ok) {
        onState(answer.status === 401 || answer.status === 403 ? 'refused' : 'lost');
        return;
      }
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => control.abort(), SILENCE);
        failures = 0;
        onState('live');
        text += value;
        const messages = text.split('\n\n');
        text = messages.pop();
        messages.forEach(tell);
      }
      onState('lost');
    } catch {
      if (!stopped) onState('lost');
    } finally {
      clearTimeout(watchdog);
    }
  }

  function tell(message) {
    const fields = {};
    for (const line of message.split('\n')) {
      const colon = line.indexOf(': ');
      if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
    }
    if (fields.data) onEvent(fields.event, JSON.parse(fields.data));
  }

  async function run() {
    while (!stopped) {
      await once();
      if (stopped) return;
      const wait = RETRY[Math.min(failures++, RETRY.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  run();
  return () => {
    stopped = true;
    control.abort();
  };
}
