/** Clone from the running primary where the backup server cannot serve. */
import { dataDirectory } from '../collect/commands.ts';
import { repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, repmgrTo, restart, seeCluster, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Clone {standby} from {upstream} instead of the backup server',
    'zh-CN': '改为从 {upstream} 克隆 {standby}，不经备份服务器',
  },
  caution: {
    en: 'Empties the data directory of {standby}: whatever only it holds is gone for good; look first. The copy loads disk and network of {upstream}.',
    'zh-CN': '会清空 {standby} 的数据目录：仅存于其上的内容将永久丢失，请先确认。克隆会占用 {upstream} 的磁盘与网络。',
  },
  look: { en: 'What is in the data directory of {standby} now', 'zh-CN': '查看 {standby} 数据目录的现状' },
  lookExpect: { en: 'Nothing that is still needed; the server there is down.', 'zh-CN': '没有仍需要的内容；该服务器已停止。' },
  dry: { en: 'Rehearse the clone', 'zh-CN': '预演克隆' },
  dryExpect: { en: '`all prerequisites for "standby clone" are met`', 'zh-CN': '`all prerequisites for "standby clone" are met`' },
  clone: { en: 'Clone', 'zh-CN': '克隆' },
  cloneExpect: { en: '`standby clone (using pg_basebackup) complete`', 'zh-CN': '`standby clone (using …basebackup) complete`' },
  cloneUndo: { en: 'Cannot be undone; the old directory is gone.', 'zh-CN': '无法回退；旧目录已不存在。' },
  register: { en: 'Register it', 'zh-CN': '登记节点' },
  registerExpect: { en: '`standby registration complete`', 'zh-CN': '`standby registration complete`' },
  registerUndo: { en: '`repmgr standby unregister` on that node.', 'zh-CN': '在该节点执行 `repmgr standby unregister`。' },
}));

export function cloneWithoutBarman(cluster: Cluster, node: Node | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const clone = (extra: string) => repmgrTo(cluster, standby, upstream, `standby clone --without-barman ${extra}`);
  return remedy({
    id: 'clone-without-barman',
    title: said.title(names),
    recommended: false,
    caution: said.caution(names),
    steps: [
      seeCluster(cluster, upstream),
      check(on, { title: said.look({ standby: names.standby }), command: sh`ls -la ${dataDirectory(standby)}`, expect: said.lookExpect() }),
      check(on, { title: said.dry(), command: clone('--force --dry-run'), expect: said.dryExpect() }),
      change(on, 'destructive', {
        title: said.clone(),
        command: clone('--force --fast-checkpoint'),
        expect: said.cloneExpect(),
        undo: said.cloneUndo(),
      }),
      restart(cluster, standby, 'start'),
      change(on, 'reload', {
        title: said.register(),
        command: repmgr(cluster, standby, 'standby', 'register', '--force'),
        expect: said.registerExpect(),
        undo: said.registerUndo(),
      }),
    ],
    closing: receives(cluster, standby),
  });
}
