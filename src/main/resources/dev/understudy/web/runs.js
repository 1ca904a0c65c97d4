// Runs with their steps. Elements are kept and changed in place, so that focus and what is open stay.

import { bytes, span } from './topology.js';
import { headers, token } from './stream.js';

const ENDED = new Set(['done', 'failed', 'cancelled']);
const GOOD = new Set(['done', 'satisfied', 'skipped']);
const MARKS = {
  done: '✔', satisfied: '✓', skipped: '–', running: '▶', waiting: '!', failed: '✕', unknown: '?',
  paused: '‖', pending: '·', cancelled: '–',
};
const rows = new Map();

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

/** The order of the list, and those that are gone from it. */
export function arrange(container, list) {
  const ids = new Set(list.map((run) => run.id));
  for (const [id, row] of rows) {
    if (!ids.has(id)) {
      row.element.remove();
      rows.delete(id);
    }
  }
  let before = container.firstElementChild;
  for (const run of list) {
    const row = rows.get(run.id) ?? create(run.id);
    if (row.element !== before) container.insertBefore(row.element, before);
    else before = before.nextElementSibling;
    before = row.element.nextElementSibling;
  }
}

function create(id) {
  const badge = make('span', { class: 'badge' });
  const title = make('span', { class: 'title' });
  const when = make('span', { class: 'when' });
  const bar = make('progress', { max: '1', value: '0', 'aria-label': `Steps of run ${id}` });
  const summary = make('summary', {}, badge, title, when, bar);
  const reason = make('p', { class: 'reason' });
  const orders = make('p', { class: 'orders' });
  const body = make('tbody');
  const head = make('tr', {}, ...['Step', 'Node', 'State', 'What was seen'].map((name) => make('th', { scope: 'col' }, name)));
  const table = make('table', {}, make('caption', {}, `Steps of ${id}`), make('thead', {}, head), body);
  const details = make('details', {}, summary, orders, make('div', { class: 'scroll' }, table));
  const underway = make('ul', { class: 'underway', 'aria-label': `Underway in run ${id}` });
  const element = make('article', { class: 'run', 'data-run': id }, details, reason, underway);
  const row = { element, badge, title, when, bar, reason, orders, body, underway, rates: new Map() };
  for (const [order, label] of [['pause', 'Pause'], ['resume', 'Resume'], ['retry', 'Try again']]) {
    const button = make('button', { type: 'button', 'data-order': order }, label);
    button.addEventListener('click', () => tell(row, id, order));
    orders.append(button);
  }
  rows.set(id, row);
  return row;
}

async function tell(row, id, order) {
  const answer = await fetch(`/api/v1/runs/${encodeURIComponent(id)}/${order}`, { method: 'POST', headers: headers() });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({ detail: answer.statusText }));
    row.reason.textContent = `${order}: ${problem.detail}`;
  }
}

export function show(run) {
  const row = rows.get(run.id) ?? create(run.id);
  const finished = run.steps.filter((step) => GOOD.has(step.status)).length;
  row.element.dataset.status = run.status;
  text(row.badge, `${MARKS[run.status] ?? ''} ${run.status}`);
  text(row.title, `${run.workflow} ${run.cluster}`);
  text(row.when, when(run, finished));
  row.bar.max = Math.max(1, run.steps.length);
  row.bar.value = finished;
  row.bar.hidden = ENDED.has(run.status);
  text(row.reason, run.reason ?? '');
  row.orders.hidden = !token.get() || ENDED.has(run.status);
  showUnderway(row, run);
  showSteps(row, run);
}

function when(run, finished) {
  const steps = run.steps.length > 0 ? `${finished} of ${run.steps.length} steps` : '';
  if (!run.started) return steps;
  const end = run.finished ? Date.parse(run.finished) : Date.now();
  const took = span(end - Date.parse(run.started));
  const at = new Date(run.started).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  return `${at} · ${run.finished ? 'took' : 'for'} ${took}${steps ? ` · ${steps}` : ''}`;
}

function showUnderway(row, run) {
  const active = run.steps.filter((step) => (ENDED.has(run.status) ? ['failed'] : ['running', 'waiting', 'unknown', 'failed']).includes(step.status));
  row.underway.hidden = active.length === 0;
  const wanted = new Map(active.map((step) => [`${step.id}@${step.node}`, step]));
  for (const item of [...row.underway.children]) if (!wanted.has(item.dataset.step)) item.remove();
  for (const [key, step] of wanted) {
    let item = [...row.underway.children].find((child) => child.dataset.step === key);
    if (!item) {
      item = make('li', { 'data-step': key }, make('span', { class: 'step' }), make('progress', { 'aria-label': `${step.id} on ${step.node}` }), make('span', { class: 'small' }));
      row.underway.append(item);
    }
    const [label, bar, note] = item.children;
    item.dataset.status = step.status;
    text(label, `${step.status === 'running' ? '' : `${MARKS[step.status]} `}${step.node} · ${step.id}`);
    const progress = step.progress;
    bar.hidden = step.status !== 'running';
    if (progress && progress.total > 0) {
      bar.max = progress.total;
      bar.value = progress.done;
    } else {
      bar.removeAttribute('value');
    }
    text(note, step.error ? `${step.error.message}` : progressWord(progress));
  }
}

function progressWord(progress) {
  if (!progress) return '';
  const show = progress.unit === 'bytes' ? bytes : (n) => `${n} ${progress.unit}`;
  const share = progress.total > 0 ? `${Math.floor((100 * progress.done) / progress.total)}% · ${show(progress.done)} of ${show(progress.total)}` : show(progress.done);
  return progress.note ? `${share} · ${progress.note}` : share;
}

function showSteps(row, run) {
  run.steps.forEach((step, i) => {
    let line = row.body.children[i];
    if (!line) {
      line = make('tr', {}, make('th', { scope: 'row' }), make('td'), make('td'), make('td'));
      row.body.append(line);
    }
    line.dataset.status = step.status;
    const seen = step.error
      ? `${step.error.message}${step.error.remedy ? ` (${step.error.remedy})` : ''}`
      : Object.entries(step.evidence ?? {}).map(([key, value]) => `${key} ${value}`).join(', ');
    [step.id, step.node, `${MARKS[step.status] ?? ''} ${step.status}`, seen].forEach((value, j) => text(line.children[j], value));
  });
  while (row.body.children.length > run.steps.length) row.body.lastElementChild.remove();
}
