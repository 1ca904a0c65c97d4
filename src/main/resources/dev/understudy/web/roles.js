// Who is the primary, who would be, and who was: the verdict on a cluster, and the history of its roles.

import { make } from './runs.js';

const LEVELS = { failover: 'critical', alarm: 'critical', 'start primary': 'critical', wait: 'warning' };
const time = (instant) => new Date(instant).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });

/** Puts the service's verdict in words, where it has one; says how grave it is. */
export function judgement(element, cluster) {
  const verdict = cluster.watched?.verdict;
  const level = LEVELS[verdict?.action] ?? 'ok';
  const told = JSON.stringify([verdict?.sentence, verdict?.obstacles, verdict?.action]);
  if (element.dataset.shown !== told) {
    element.dataset.shown = told;
    element.className = `judgement ${level}`;
    element.replaceChildren();
    if (verdict) tell(element, cluster, verdict);
  }
  return level;
}

function tell(element, cluster, verdict) {
  element.append(make('p', {}, make('strong', {}, verdict.code), ` ${verdict.sentence}`));
  if (verdict.action !== 'failover' || verdict.obstacles.length === 0) return;
  element.append(
    make('p', {}, 'No failover by itself:'),
    make('ul', {}, ...verdict.obstacles.map((obstacle) => make('li', {}, obstacle))),
    make('p', {}, 'A person may: ', make('code', {}, `understudy failover ${cluster.name}`)));
}

/** Fills the body of a table with the changes of the primary, newest first. */
export function history(body, changes) {
  const rows = [...changes].reverse().map((change) => make('tr', {},
    make('th', { scope: 'row' }, time(change.at)),
    ...[`${change.from} → ${change.to}`, change.kind, change.epoch, change.timeline ?? '', change.proof ?? '', change.by,
      change.run, change.reason ?? ''].map((cell) => make('td', {}, String(cell)))));
  body.replaceChildren(...rows);
}
