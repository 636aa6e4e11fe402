import { texts } from '../core/text.ts';

/** How it was told which host, folder or file is which node, in the words of the report. */
export const reasons = texts(() => ({
  check: {
    en: 'host `{host}` is node `{node}`: `repmgr node check` ran there and names it',
    'zh-CN': '主机 `{host}` 即节点 `{node}`：在该主机上执行的 `repmgr node check` 给出了节点名',
  },
  status: {
    en: 'host `{host}` is node `{node}`: `repmgr node status` ran there and names it',
    'zh-CN': '主机 `{host}` 即节点 `{node}`：在该主机上执行的 `repmgr node status` 给出了节点名',
  },
  local: {
    en: 'host `{host}` is node `{node}`: repmgr ran there and calls it its local node',
    'zh-CN': '主机 `{host}` 即节点 `{node}`：在该主机上执行的 repmgr 称其为本地节点',
  },
  conf: {
    en: '`{host}` is node `{node}`: its repmgr configuration names it',
    'zh-CN': '`{host}` 即节点 `{node}`：其 repmgr 配置文件给出了节点名',
  },
  address: {
    en: 'host `{host}` is node `{node}`: the registered connection string names that host',
    'zh-CN': '主机 `{host}` 即节点 `{node}`：注册的连接串中写明了该主机',
  },
  label: { en: '`{host}` is taken for node `{node}` by its name', 'zh-CN': '按名称将 `{host}` 视为节点 `{node}`' },
  heading: {
    en: 'host `{host}` is taken for node `{node}`: all that was typed there stands under a heading that names that node',
    'zh-CN': '将主机 `{host}` 视为节点 `{node}`：该主机上的全部内容都位于标明此节点的标题之下',
  },
  role: {
    en: '`{host}` is taken for node `{node}`: it is the only node that the listings show in that role',
    'zh-CN': '将 `{host}` 视为节点 `{node}`：列表中仅该节点为此角色',
  },
  view: {
    en: 'host `{host}` is taken for node `{node}`: in the listing taken there it is the only node that answers and has no host yet',
    'zh-CN': '将主机 `{host}` 视为节点 `{node}`：在该主机上的列表中，仅此节点有应答且尚未对应主机',
  },
  slot: {
    en: 'host `{host}` is node `{node}`: the receiver there uses the slot of that node',
    'zh-CN': '主机 `{host}` 即节点 `{node}`：其接收进程使用该节点的复制槽',
  },
  rest: {
    en: 'host `{host}` is taken for node `{node}`: it is the only one left',
    'zh-CN': '将主机 `{host}` 视为节点 `{node}`：仅剩这一个节点',
  },
  order: {
    en: '`{host}` is taken for node `{node}`: it stands between files of that node',
    'zh-CN': '将 `{host}` 视为节点 `{node}` 的文件：前后文件均属于该节点',
  },
  target: {
    en: '`{host}` is node `{node}`: a rejoin ran there that is to follow the other one, `{target}`',
    'zh-CN': '`{host}` 即节点 `{node}`：在其上执行的重新加入以另一节点 `{target}` 为目标',
  },
  source: {
    en: '`{host}` is node `{node}`: it was cloned there from the other one, `{target}`',
    'zh-CN': '`{host}` 即节点 `{node}`：在其上执行的克隆以另一节点 `{target}` 为源',
  },
  receiver: {
    en: 'host `{host}` is node `{node}`: the other one, `{target}`, receives from it',
    'zh-CN': '主机 `{host}` 即节点 `{node}`：另一节点 `{target}` 从该主机接收日志',
  },
  port: {
    en: "`{host}` is node `{node}`: its server uses that node's port",
    'zh-CN': '`{host}` 即节点 `{node}`：服务器使用的端口与该节点一致',
  },
}));
