import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { columnsOf } from './containers.ts';
import { isUnits, UnitFold } from './facts.ts';
import { UnitParser } from './parser.ts';
import { verdictOf } from './sentences.ts';
import { lexer } from './tokens.ts';

const HEAD = guarded(/^\s*[●○×↻*]?\s*[\w@:.\\-]+\.(?:service|socket|timer|target|mount|scope) +- +\S/);
const LISTED = guarded(
  /^\s*[●○×↻*]?\s*[\w@:.\\-]+\.(?:service|socket|timer|target) +(?:loaded|not-found|masked) +(?:active|inactive|failed|activating) /,
);
const CLUSTER = guarded(/^\d+(?:\.\d+)?\s+[\w-]+\s+\d{4,5}\s+(?:online|down)(?:,\S+)?\s+\S+\s+\//);
const HEADING = guarded(
  /^(?:\s*UNIT +LOAD +ACTIVE|UNIT FILE +STATE|Ver +Cluster +Port|(?:NAMESPACE +)?NAME +(?:READY|COMMAND|IMAGE|STATUS)\b|CONTAINER ID +IMAGE|\s*Name +Command +State)/,
);

export default defineGrammar({
  kind: 'units',
  title: text({
    en: 'Services and containers (systemctl, pg_lsclusters, supervisorctl, kubectl get, docker ps)',
    'zh-CN': '服务与容器 (systemctl、pg_lsclusters、kubectl、docker)',
  }),
  about: text({
    en: '`systemctl status`, `is-active`, `is-enabled`, `list-units`, `service`, `pg_lsclusters`, `supervisorctl status`, `kubectl get pods`, `docker ps` and `docker compose ps`.',
    'zh-CN':
      '`systemctl status`、`is-active`、`is-enabled`、`list-units`、`service`、`pg_lsclusters`、`supervisorctl status`、`kubectl get pods`、`docker ps`、`docker compose ps`。',
  }),
  prints: (_command, producer) => isUnits(producer),
  opens(line) {
    if (HEAD.test(line) || CLUSTER.test(line)) return 0.95;
    if (HEADING.test(line)) return /^(?:\s*UNIT|Ver)/.test(line) || columnsOf(line) !== null ? 1 : 0;
    if (LISTED.test(line)) return 0.95;
    // less sure than what takes a line away from repmgr's DETAIL, which quotes such sentences
    return verdictOf(line) === null ? 0 : 0.8;
  },
  lexer,
  parser: () => new UnitParser(),
  fold: (context) => new UnitFold(context),
});
