import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { isCluster, isKnown, isStep, ScriptFold } from './facts.ts';
import { ScriptParser } from './parser.ts';
import { lexer } from './tokens.ts';

const STEP = /^\s*\[(?:CONFIG_CHECK|RUNNING|INSTALL)\]/;
const PAIR = /^\s+\[INFO\] \w+=/;
const STAMPED = guarded(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[(?:INFO|WARNING|ERROR)\] /);
const SAID = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (.*)$/;

export default defineGrammar({
  kind: 'kes-scripts',
  title: text({ en: 'KingbaseES cluster scripts', 'zh-CN': '人大金仓集群脚本输出' }),
  about: text({
    en: '`sys_monitor.sh`, `cluster_install.sh` and the other scripts of KingbaseES V8R6 and V9: times, steps, settings that they echo, what failed; `kingbase_monitor.sh`, recovery.log and failover.log of V8R3.',
    'zh-CN':
      'KingbaseES V8R6 与 V9 的 `sys_monitor.sh`、`cluster_install.sh` 等脚本：时间、步骤、回显的参数、失败信息；V8R3 的 `kingbase_monitor.sh`、recovery.log 与 failover.log。',
  }),
  prints: ({ program, args }) =>
    // run, not looked into: `grep sys_ctl sys_monitor.sh` shows a script
    (/^(?:ba|da)?sh$/.test(program ?? '') ? args : [program ?? '']).some((word) =>
      /(?:^|\/)(?:sys_monitor|cluster_install|kingbase_monitor|cluster_disable|sys_HAscmdd)\.sh$/.test(word),
    ),
  opens(line) {
    if (STEP.test(line) || PAIR.test(line)) return 1;
    if (isStep(line) || isCluster(line)) return 0.95;
    const said = SAID.exec(line);
    if (said === null) return 0;
    if (STAMPED.test(line)) return 0.96;
    return isKnown(said[1] ?? '') ? 0.95 : 0;
  },
  lexer,
  parser: () => new ScriptParser(),
  fold: (context) => new ScriptFold(context),
});
