import { note, type Shape } from './shape.ts';

/** initdb, as an installer runs it: nothing of a cluster but whether its pages have checksums. */
export const initdb: readonly Shape[] = [
  {
    name: 'DataChecksums',
    pattern: /Data page checksums are (?<state>enabled|disabled)\.|(?<zh>允许|禁止)(?:为数据页生成校验和|生成数据页校验和)\./,
    sure: 0.95,
    programs: ['initdb'],
    say: ({ state, zh }) => note('data-checksums')({ state: state ?? (zh === '允许' ? 'enabled' : 'disabled') }),
  },
  {
    name: 'Initdb',
    pattern:
      /The files belonging to this database system will be owned by user .*|This user must also own the server process\.|The database cluster will be initialized with locales?.*|The default (?:database encoding|text search configuration) .*|The comparision of strings is case-(?:in)?sensitive\.|(?:fixing permissions on existing directory|creating (?:directory|subdirectories|configuration files)|selecting (?:default|dynamic) |running bootstrap script|performing post-bootstrap initialization|syncing data to disk|initializing the encrypt device|(?:create|load) security database).* ?\.\.\. ?.*|Begin setup encrypt device|Success\. You can now start the database server using:|initdb: (?:warning: |hint: )?(?:enabling|could not find suitable|You can change).*|You can change this by editing pg_hba\.conf or using the option -A, or|--auth-local and --auth-host, the next time you run initdb\.|属于此数据库系统的文件宿主为用户.*|此用户也必须为服务器进程的宿主\.|数据库簇将(?:使用本地化语言|带有).*|默认的数据库编码.*|缺省的文本搜索配置.*|(?:修复已存在目录|创建目录|正在创建子目录|创建配置文件|选择(?:默认|动态)|正在运行自举脚本|正在执行自举后初始化|同步数据到磁盘).*\.\.\. ?.*|成功。您现在可以用下面的命令开启数据库服务器：/,
    sure: 0.95,
    programs: ['initdb'],
  },
  {
    name: 'InitdbLocale',
    pattern: /(?:COLLATE|CTYPE|MESSAGES|MONETARY|NUMERIC|TIME|provider|ICU locale): +[\w.@-]+/,
    sure: 0.6,
    programs: ['initdb'],
  },
  { name: 'InitdbStart', pattern: /(?:\/\S*\/)?(?:pg|sys)_ctl -D \S+ -l \S+ start/, sure: 0.6, programs: ['initdb'] },
];
