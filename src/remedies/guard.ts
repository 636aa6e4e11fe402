/** KingbaseES's kbha starts a stopped server again, and cron starts kbha every minute: held back before a stop by hand, set free after it. */
import { raw, sh } from '../commands/command.ts';
import type { Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change } from './steps.ts';

const said = texts(() => ({
  own: { en: "Hold {guard} back on {node}: its line in the user's crontab", 'zh-CN': '停用 {node} 上拉起 {guard} 的用户 crontab 行' },
  ownExpect: {
    en: 'The crontab, its {guard} line commented; nothing where the user has none.',
    'zh-CN': '显示 crontab，其中 {guard} 行已注释；该用户没有 crontab 时无输出。',
  },
  ownUndo: { en: '`crontab "$HOME/crontab.before-repmgr-doctor"`', 'zh-CN': '`crontab "$HOME/crontab.before-repmgr-doctor"`' },
  root: { en: "Hold {guard} back on {node}: root's cron table", 'zh-CN': '停用 {node} 上 root 的定时任务中的 {guard}' },
  rootExpect: {
    en: 'No line that starts {guard} is left uncommented; nothing where the file does not exist.',
    'zh-CN': '不再有未注释的 {guard} 行；文件不存在时无输出。',
  },
  rootUndo: {
    en: 'Copy `/root/cron.before-repmgr-doctor` back to `{file}`.',
    'zh-CN': '将 `/root/cron.before-repmgr-doctor` 复制回 `{file}`。',
  },
  end: {
    en: 'End {guard} on {node}, so that it does not start the server meanwhile',
    'zh-CN': '结束 {node} 上的 {guard}，避免操作期间拉起数据库',
  },
  endExpect: {
    en: 'Nothing is printed: no {guard} runs. The server goes on running.',
    'zh-CN': '无输出：{guard} 已不在运行。数据库不受影响。',
  },
  endUndo: { en: 'cron starts it again as soon as its line is back.', 'zh-CN': '恢复定时任务后 cron 会自动拉起。' },
  freeOwn: { en: "Put the user's crontab back on {node}", 'zh-CN': '恢复 {node} 的用户 crontab' },
  freeRoot: { en: "Put root's cron table back on {node}", 'zh-CN': '恢复 {node} 上 root 的定时任务' },
  freeExpect: {
    en: '{guard} runs again within a minute: `ps -ef | grep "[k]bha"`.',
    'zh-CN': '一分钟内 {guard} 恢复运行：`ps -ef | grep "[k]bha"`。',
  },
  freeUndo: { en: 'Hold it back again as above.', 'zh-CN': '按前述步骤再次停用。' },
}));

const COPY = raw('"$HOME/crontab.before-repmgr-doctor"');
const ROOT_COPY = '/root/cron.before-repmgr-doctor';

export function holdGuard(cluster: Cluster, node: Node | null): Step[] {
  const { guard } = cluster.flavour;
  if (guard === null) return [];
  const on = { cluster, node };
  const names = { guard: guard.process, node: node?.label ?? '?' };
  const comment = `/${guard.process}/s/^[^#]/#&/`;
  const line = `^[^#].*${guard.process}`;
  return [
    change(on, 'reload', {
      title: said.own(names),
      // held back twice, the copy stays the one of the first time
      command: sh`{ ! crontab -l 2>/dev/null | grep -q ${line}; } || { crontab -l > ${COPY} && sed ${comment} ${COPY} | crontab -; }; crontab -l 2>/dev/null || true`,
      expect: said.ownExpect(names),
      undo: said.ownUndo(),
    }),
    change(on, 'reload', {
      title: said.root(names),
      // the copy lies elsewhere: some cron daemons run every file of cron.d, whatever its ending
      command: sh`test ! -e ${guard.cronFile} || { { ! grep -q ${line} ${guard.cronFile} || { cp -p ${guard.cronFile} ${ROOT_COPY} && sed -i ${comment} ${guard.cronFile}; }; } && cat ${guard.cronFile}; }`,
      expect: said.rootExpect(names),
      undo: said.rootUndo({ file: guard.cronFile }),
      runAs: 'root',
    }),
    change(on, 'reload', {
      title: said.end(names),
      command: sh`pkill -x ${guard.process} || true; sleep 2; pgrep -lx ${guard.process} || true`,
      expect: said.endExpect(names),
      undo: said.endUndo(),
    }),
  ];
}

export function freeGuard(cluster: Cluster, node: Node | null): Step[] {
  const { guard } = cluster.flavour;
  if (guard === null) return [];
  const on = { cluster, node };
  const names = { guard: guard.process, node: node?.label ?? '?' };
  return [
    change(on, 'reload', {
      title: said.freeOwn(names),
      // the copy is used once: later changes to the table are nobody's business here
      command: sh`test ! -s ${COPY} || { crontab ${COPY} && mv ${COPY} ${COPY}.done; }`,
      expect: said.freeExpect(names),
      undo: said.freeUndo(),
    }),
    change(on, 'reload', {
      title: said.freeRoot(names),
      command: sh`test ! -e ${ROOT_COPY} || { cp -p ${ROOT_COPY} ${guard.cronFile} && mv ${ROOT_COPY} ${ROOT_COPY}.done; }`,
      expect: said.freeExpect(names),
      undo: said.freeUndo(),
      runAs: 'root',
    }),
  ];
}
