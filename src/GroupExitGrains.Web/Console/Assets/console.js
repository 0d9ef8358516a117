// What must move: times in the reader's zone, copying, printing, and the live feed. Everything else is in the page.

const shown = new Intl.DateTimeFormat('sv-SE', {
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
});
const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' })
  .formatToParts(new Date()).find(part => part.type === 'timeZoneName')?.value ?? 'local time';

function localise(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.textContent = shown.format(new Date(time.dateTime));
  }
  for (const label of root.querySelectorAll('[data-bucket][data-at]')) {
    // Days are counted in UTC; what is shorter is the same in the reader's zone.
    if (label.dataset.bucket !== 'day') {
      const text = shown.format(new Date(label.dataset.at));
      label.textContent = label.textContent.length > 5 ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(11, 16);
    }
  }
}

function offerCopies(root) {
  if (navigator.clipboard) {
    root.querySelectorAll('button[data-copy]').forEach(button => { button.hidden = false; });
  }
}

document.addEventListener('click', async event => {
  const button = event.target.closest?.('button[data-copy]');
  if (!button) {
    return;
  }
  await navigator.clipboard.writeText(button.dataset.copy);
  button.classList.add('done');
  const before = button.title;
  button.title = 'Copied';
  setTimeout(() => { button.classList.remove('done'); button.title = before; }, 1500);
});

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

localise(document);
offerCopies(document);
for (const note of document.querySelectorAll('[data-zone]')) {
  note.textContent = `Times are ${zone}; hover for UTC.`;
}

const live = document.querySelector('[data-live]');
if (live) {
  watch(live, document.querySelector('#live tbody'));
}

/** Adds exits as they come. The server sends positions, so what was cut off goes on where it was. */
function watch(panel, rows) {
  const most = 500;
  const state = panel.querySelector('[data-live-state]');
  const dot = panel.querySelector('.dot');
  const pause = panel.querySelector('[data-pause]');
  const seen = new Set([...rows.children].map(row => row.dataset.position));
  const waiting = [];
  let after = panel.dataset.after;
  let isPaused = false;
  let isConnected = false;
  let wait = 1000;

  function tell() {
    dot.dataset.state = isPaused ? 'paused' : isConnected ? 'on' : 'again';
    state.textContent = isPaused
      ? `paused, ${waiting.length} waiting`
      : isConnected ? 'connected' : 'connecting again; nothing is missed';
    pause.textContent = isPaused ? 'Go on' : 'Pause';
    pause.setAttribute('aria-pressed', String(isPaused));
  }

  function add(entry) {
    if (seen.has(String(entry.position))) {
      return;
    }
    seen.add(String(entry.position));
    const row = rowOf(entry);
    rows.prepend(row);
    localise(row);
    offerCopies(row);
    document.querySelector('[data-live-empty]').hidden = true;
    while (rows.children.length > most) {
      seen.delete(rows.lastElementChild.dataset.position);
      rows.lastElementChild.remove();
    }
  }

  function connect() {
    const address = new URL(panel.dataset.feed, location.href);
    address.searchParams.set('after', after);
    const source = new EventSource(address);
    const take = event => {
      after = event.lastEventId || after;
      const entry = JSON.parse(event.data);
      if (isPaused) {
        waiting.push(entry);
        if (waiting.length > most) {
          waiting.shift();
        }
        tell();
      } else {
        add(entry);
      }
    };
    for (const kind of ['quit', 'kicked', 'dismissed', 'left']) {
      source.addEventListener(kind, take);
    }
    source.onopen = () => { isConnected = true; wait = 1000; tell(); };
    source.onerror = async () => {
      isConnected = false;
      tell();
      // The browser comes back by itself after a cut, with the last id, but not after an answer that is no stream.
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(async () => {
          const answer = await fetch(address, { method: 'HEAD', redirect: 'manual' }).catch(() => null);
          if (answer && answer.status === 401) {
            state.textContent = 'The session has ended. Load the page again to sign in.';
            return;
          }
          connect();
        }, wait);
        wait = Math.min(wait * 2, 30000);
      }
    };
    addEventListener('pagehide', () => source.close(), { once: true });
  }

  pause.hidden = false;
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    if (!isPaused) {
      waiting.splice(0).forEach(add);
    }
    tell();
  });
  connect();
  tell();
}

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  element.append(...content);
  return element;
}

function address(path, parameters) {
  return `${path}?${new URLSearchParams(parameters)}`;
}

function idOf(value, href) {
  const link = make('a', 'mono', value);
  link.href = href;
  const copy = make('button', 'copy');
  copy.type = 'button';
  copy.dataset.copy = value;
  copy.setAttribute('aria-label', `Copy ${value}`);
  copy.title = 'Copy';
  copy.hidden = true;
  return make('span', 'id', link, copy);
}

function timeOf(iso) {
  const time = make('time', '', iso.slice(0, 19).replace('T', ' '));
  time.dateTime = iso;
  time.title = `${iso.replace('T', ' ').replace('Z', '')} UTC`;
  return time;
}

/** A row as the server makes it (EntryRow.razor). */
function rowOf(entry) {
  const row = make('tr', 'fresh');
  row.dataset.position = entry.position;
  const cell = (label, className, ...content) => {
    const data = make('td', className, ...content);
    data.dataset.label = label;
    row.append(data);
  };
  const user = id => idOf(id, address('/users/view', { source: entry.source, user: id }));
  const muted = (text, title) => {
    const span = make('span', 'muted', text);
    if (title) {
      span.title = title;
    }
    return span;
  };

  const when = [timeOf(entry.receivedAt)];
  if (entry.occurredAt && Math.abs(Date.parse(entry.occurredAt) - Date.parse(entry.receivedAt)) >= 60000) {
    when.push(make('span', 'sub', 'happened ', timeOf(entry.occurredAt)));
  }
  const what = [make('span', `kind kind-${entry.kind}`, entry.kind)];
  if (entry.effect !== 'applied') {
    const tag = make('span', 'tag', entry.effect);
    tag.title = entry.effect === 'stale' ? 'Something newer was known: it changed nothing' : 'It was already so';
    what.push(tag);
  }
  if (entry.role) {
    what.push(make('span', 'sub', entry.role));
  }
  const callback = make('a', '', `#${entry.sequence}`, make('span', 'vh', ` of ${entry.groupId}: raw callback`));
  callback.href = address('/callbacks/view', { id: entry.callbackId });
  callback.title = `${entry.command}, entry ${entry.sequence} of the group`;

  cell('When', '', ...when);
  cell('What', '', ...what);
  cell('User', '', entry.userId ? user(entry.userId) : muted('the group'));
  cell('Group', '', idOf(entry.groupId, address('/groups/view', { source: entry.source, group: entry.groupId })), make('span', 'sub', entry.source));
  cell('By', '', entry.operatorBasis === 'self' ? muted('self')
    : entry.operatorId ? user(entry.operatorId) : muted('not told', 'The vendor did not say who acted'));
  cell('Reason', 'reason', entry.reason ?? '');
  cell('Callback', 'raw', callback);
  return row;
}
