// Puts what the service tells on the page.

import { follow, token } from './stream.js';
import { draw, judge, span, words } from './topology.js';
import { arrange, make, show } from './runs.js';
import { gravest, list } from './findings.js';
import { charts } from './charts.js';
import { history, judgement } from './roles.js';

const clusters = new Map();
const LEVELS = { critical: 'needs help', warning: 'look at it', unknown: 'not known', ok: 'all well' };
const byId = (id) => document.getElementById(id);

function card(name) {
  const known = clusters.get(name);
  if (known) return known;
  const title = make('h2', { id: `cluster-${name}` }, name);
  const badge = make('span', { class: 'badge' });
  const about = make('p', { class: 'small about' });
  const findings = make('ul', { class: 'findings', 'aria-label': `Findings of ${name}` });
  const checks = make('ul', { class: 'findings checks', 'aria-label': `Findings of the checks of ${name}` });
  const picture = make('div', { class: 'picture' });
  const nodes = table('Nodes in figures', `Nodes of ${name}`,
    ['Node', 'Role', 'State', 'Timeline', 'LSN', 'Received', 'Replayed', 'Connections', 'Host']);
  const roles = table('History of roles', `Changes of the primary of ${name}`,
    ['Time', 'Primary', 'What', 'Epoch', 'Timeline', 'Proof', 'By', 'Run', 'Reason']);
  roles.details.hidden = true;
  const opinion = make('div', { class: 'judgement' });
  const element = make('section', { class: 'card cluster', 'aria-labelledby': `cluster-${name}`, 'data-cluster': name },
    make('div', { class: 'head' }, title, badge, about), findings, opinion, picture, checks, charts(name), nodes.details, roles.details);
  byId('clusters').append(element);
  const made = { element, badge, about, findings, opinion, picture, checks, rows: new Map(), found: [], body: nodes.body, roles, drawn: '' };
  clusters.set(name, made);
  new ResizeObserver(() => made.cluster && paint(made, true)).observe(picture);
  return made;
}

/** A table that is folded away. */
function table(summary, caption, columns) {
  const body = make('tbody');
  const head = make('tr', {}, ...columns.map((column) => make('th', { scope: 'col' }, column)));
  const whole = make('table', {}, make('caption', {}, caption), make('thead', {}, head), body);
  return { body, details: make('details', {}, make('summary', {}, summary), make('div', { class: 'scroll' }, whole)) };
}

function paint(made, again = false) {
  const { cluster } = made;
  const judged = judge(cluster);
  made.judged = judged;
  made.level = [judged.level, gravest(made.found), judgement(made.opinion, cluster)].reduce(worse);
  made.element.dataset.level = made.level;
  made.badge.textContent = LEVELS[made.level];
  made.about.textContent = `PostgreSQL ${cluster.postgresql} · port ${cluster.port} · archive ${cluster.archive}`;
  const texts = judged.findings.map((finding) => `${finding.level}: ${finding.text}`);
  if (made.findings.dataset.shown !== texts.join('\n')) {
    made.findings.dataset.shown = texts.join('\n');
    made.findings.replaceChildren(...judged.findings.map((finding) =>
      make('li', { class: finding.level }, make('strong', {}, finding.level), ` ${finding.text}`)));
  }
  const picture = words(cluster, judged) + JSON.stringify(judged.nodes.map((n) => n.view?.lsn));
  if (again || picture !== made.drawn) {
    made.drawn = picture;
    draw(made.picture, cluster, judged);
  }
  figures(made, judged);
}

function worse(one, other) {
  return ['critical', 'warning', 'unknown', 'ok'].find((level) => level === one || level === other);
}

function figures(made, judged) {
  const lines = judged.nodes.map(({ member, view, role, word }) => {
    const host = view?.host_trouble ?? (view?.host ? view.host.unit_state : '');
    const cells = [role, word, view?.timeline, view?.lsn, view?.received, view?.replayed, view?.connections, host || member.host];
    return [member.name, ...cells.map((cell) => (cell ?? '').toString())];
  });
  lines.forEach((cells, i) => {
    let line = made.body.children[i];
    if (!line) {
      line = make('tr', {}, make('th', { scope: 'row' }), ...cells.slice(1).map(() => make('td')));
      made.body.append(line);
    }
    cells.forEach((cell, j) => {
      if (line.children[j].textContent !== cell) line.children[j].textContent = cell;
    });
  });
}

function verdict() {
  const all = [...clusters.values()].filter((made) => made.judged);
  const of = (level) => all.filter((made) => made.level === level).length;
  const level = ['critical', 'warning', 'unknown'].find((l) => of(l) > 0) ?? 'ok';
  const words = level === 'ok'
    ? `${all.length === 1 ? 'The cluster is' : `All ${all.length} clusters are`} well`
    : `${of(level)} of ${all.length} ${all.length === 1 ? 'cluster' : 'clusters'}: ${LEVELS[level]}`;
  const element = byId('verdict');
  if (element.textContent !== words) element.textContent = words;
  document.body.dataset.level = level;
  document.title = level === 'ok' ? 'Understudy' : `${level} · Understudy`;
}

function told(event, data) {
  if (event === 'cluster') {
    const made = card(data.name);
    made.cluster = data;
    paint(made);
    verdict();
  } else if (event === 'findings') {
    const made = card(data.cluster);
    made.found = data.findings;
    list(made.checks, made.rows, data.findings);
    if (made.cluster) {
      paint(made);
      verdict();
    }
  } else if (event === 'history') {
    const made = card(data.cluster);
    made.roles.details.hidden = data.changes.length === 0;
    history(made.roles.body, data.changes);
  } else if (event === 'runs') {
    byId('no-runs').hidden = data.length > 0;
    arrange(byId('runs'), data);
  } else if (event === 'run') {
    show(data);
  }
}

let lost = null;
function connection(state) {
  const live = byId('live');
  if (state === 'live') lost = null;
  else lost ??= Date.now();
  live.dataset.state = state;
  document.body.dataset.live = state;
  live.textContent = { live: 'live', lost: 'connection lost', refused: 'needs a token', connecting: 'connecting' }[state];
  if (state === 'refused') byId('access').open = true;
}

setInterval(() => {
  if (lost && byId('live').dataset.state === 'lost') {
    byId('live').textContent = `connection lost ${span(Date.now() - lost)} ago`;
  }
}, 1000);

let stop = follow('/api/v1/events', told, connection);
function again() {
  stop();
  connection('connecting');
  stop = follow('/api/v1/events', told, connection);
}

byId('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  token.set(byId('token').value.trim());
  byId('token').value = '';
  byId('access').open = false;
  again();
});
byId('forget').addEventListener('click', () => {
  token.forget();
  again();
});
