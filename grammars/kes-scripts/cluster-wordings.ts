import { guarded } from '../kit/starts.ts';
import type { Wordings } from '../kit/wording.ts';

/** The scripts of V8R3's kingbasecluster: kingbase_monitor.sh, network_rewind.sh (recovery.log), failover_stream.sh (failover.log), change_vip.sh. */
export const CLUSTER = {
  'cluster.gateway-failed': ['ping all trust ip failed', '^Failed to ping trust ip on "{host}"'],
  'cluster.gateway-missed': 'ping trust ip {value} failed',
  'cluster.gateway-ok': 'ping trust ip {value} success',
  'cluster.stopping-database': '^stop db....',
  'cluster.disk-check-failed': 'failed to check read/write on mount point ({attempt} / {attempts})',
  'cluster.disk-stop': 'USE_CHECK_DISK = on, will exit with stop db',
  'cluster.disk-check-passed': 'success to check read/write on mount point',
  'cluster.two-primaries': 'Fatal error there are two hosts in the current environment. The master ip:{host} and {rest}',
  'cluster.no-primary': ['no primary node in kingbasecluster', 'result of now master ip not found'],
  'cluster.recovery-begins': ['recover beging', 'determine if i am master or standby'],
  'cluster.recovered': ['start up standby successful', 'recovery success,exit script with success'],
  'cluster.not-recovered': [
    'maybe it’s primary, can not do recovery',
    "maybe it's primary, can not do recovery",
    'the kingbase is not standby, can not do recovery',
  ],
  'cluster.too-far-behind': 'the data difference exceeds {value} M',
  'cluster.all-up': 'ALL NODES ARE UP STATUS',
} as const satisfies Wordings;

/** What begins a line of theirs; read for its meaning, if it has one here. */
export const CLUSTER_LINE = guarded(
  /^ ?(?:recover beging|my pid is \d+,officially|check (?:read\/write on mount|if the network is ok)|ping (?:all )?trust ip |the \d+th time ping |Failed to ping (?:trust ip|vip) on |determine if i am master|i am standby in cluster|I,m node is primary|primary node\/Im node status is changed|if recover node up, let it down|try detach current node|set \S+ down now|wait kb stop|need to killed|sys_rewind\.\.\.|sys_rewind {2}--target|sed conf change #|file operate|cp recovery\.conf|change recovery\.conf|no need change recovery\.conf|delete pid file if exist|remove file \S+kingbase\.pid|del the replication_slots|drop the slot \[|create the slot \[|start up (?:the kingbase|standby successful)|ksql "port=|cluster is sync cluster|(?:A?SYNC) RECOVER MODE|(?:remote|local) primary node change a?sync|now,there is a synchronous|It's already in ASYNC|attach (?:pool|end)\.\.|IM Node is \d|ALL NODES ARE UP|recovery success,exit|stop db\.\.\.|now (?:will del|check) vip|but no \S+ on my DEV|the \S+ is (?:already on myself|not exits on myself)|(?:execute|excute):? \[?\/\S*(?:ip addr|arping)|execute: \/\S*arping|ssh execute |(?:ADD|DEL) VIP NOW AT |Oprate (?:add|del) ip cmd end|No VIP on my dev|VIP add failed|oprate vip failed|add vip failed|del vip failed|Failed to add vip |will retry times|Fatal error there are two hosts|please check the db before start|Will stop the db|There are no \d+ standbys in|KingbaseES automation beging|(?:all|localhost) (?:stop|started)|wait kingbase recovery|start crontab kingbase|Redirecting to \/bin\/systemctl|Success to send \d+ packets|We can't ssh \S+ immediately|\S+ kingbase is start fail|(?:localhost)?\[\S+\] kingbase is (?:still|not) alive|can not get the replication|Im Node is standby,the gap|no primary node in kingbasecluster|result of now master ip|rewind again, because last|Something interrupted the last recovery|the kingbase (?:has no file|is not standby)|(?:failed|success) to check read\/write|execute check_mount_point|USE_CHECK_DISK =|-{9,}\d{4}-\d\d-\d\d \S+ failover (?:beging|end)|-{3,4}(?:failover-stats|ping trust ip|determine whether)|master down, let |del old primary VIP|es_client connect to)/,
);

/** The stamp of `date +'%Y-%m-%d %H:%M:%S'` in front of some of them. */
export const UNSTAMPED = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /;
