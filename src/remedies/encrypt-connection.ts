/** Encryption between two nodes: switched on where the upstream offers none, or the certificates of both sides looked at. */
import { hole, lines, query, raw, repmgrConfOf, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Rejection } from '../model/access.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { targetOf } from '../model/replication.ts';
import { conninfoLine, reloadsConninfo, withWord } from './primary-conninfo.ts';
import { labelOf, pause, receives, restart, seePrimaryConninfo, standbyFor, unpause, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Switch encryption on at {to}', 'zh-CN': '在 {to} 上启用加密（ssl）' },
  caution: {
    en: 'Do the same on every node that may become the upstream. To take `sslmode` back on {from} would make the connection, but in plain text: where a rule or a policy demands encryption, it is no way out.',
    'zh-CN': '每个可能成为上游的节点都应同样设置。降低 {from} 的 `sslmode` 虽可连通，但为明文传输：若规则或安全要求加密，则不可取。',
  },
  ruleCaution: {
    en: 'Do the same on every node that may become the upstream. A `host` line beside the `hostssl` one would make the connection, but in plain text: somebody has decided against that.',
    'zh-CN': '每个可能成为上游的节点都应同样设置。在 `hostssl` 旁增加 `host` 行虽可连通，但为明文传输，违背原有的安全要求。',
  },
  ask: { en: 'Let {from} connect with encryption', 'zh-CN': '让 {from} 以加密方式连接' },
  askCaution: {
    en: 'repmgr writes the connection string anew at each clone and follow, from the conninfo of the upstream: take `sslmode=disable` out of `conninfo` in repmgr.conf on every node as well, and register each with `--force`. A `host` line beside the `hostssl` one would let {from} in, but in plain text.',
    'zh-CN':
      'repmgr 在每次克隆和跟随时会按上游的 conninfo 重写连接串：各节点 repmgr.conf 的 `conninfo` 中的 `sslmode=disable` 也要去掉，并用 `--force` 重新注册。在 `hostssl` 旁增加 `host` 行虽可放行 {from}，但为明文传输。',
  },
  mode: { en: 'Where {from} is told not to encrypt', 'zh-CN': '查看 {from} 在何处禁用了加密' },
  modeExpect: {
    en: '`sslmode=disable` in one of them, or `PGSSLMODE` of the environment. Note the connection string, for the way back.',
    'zh-CN': '其中之一含 `sslmode=disable`，或来自环境变量 `PGSSLMODE`。请记下连接串以便回退。',
  },
  write: { en: 'Write `sslmode=require` into its connection string', 'zh-CN': '将 `sslmode=require` 写入其连接串' },
  writeExpect: { en: 'No error; `t` where the configuration is reloaded.', 'zh-CN': '无报错；重新加载时返回 `t`。' },
  writeUndo: { en: 'Write the noted connection string back the same way.', 'zh-CN': '以同样方式写回记下的连接串。' },
  encrypted: { en: '{from} gets in with encryption', 'zh-CN': '确认 {from} 可以加密连接' },
  encryptedExpect: {
    en: 'A row with `1`. Then put `sslmode=require` in the place of the `disable` that the first step shows, and run what was refused once more.',
    'zh-CN': '返回 `1`。随后将第一步所示的 `disable` 改为 `sslmode=require`，再次执行被拒绝的操作。',
  },
  see: { en: 'Whether {to} encrypts, and with which files', 'zh-CN': '查看 {to} 是否启用加密及所用文件' },
  seeExpect: {
    en: '`ssl` is `off`. The next lines name the certificate and the key: a relative name lies in the data directory.',
    'zh-CN': '`ssl` 为 `off`。其后为证书与私钥文件：相对路径位于数据目录。',
  },
  files: { en: 'The certificate and the key are there', 'zh-CN': '确认证书与私钥存在' },
  filesExpect: {
    en: 'Both are listed; the key belongs to the OS user of the server, mode 600 (or to root, 640); the certificate is not expired. Missing files come first, from whoever issues your certificates: a server with `ssl` on and no key does not start.',
    'zh-CN':
      '两个文件均存在；私钥属于运行服务器的用户且权限为 600（或属于 root 且为 640）；证书未过期。若缺失，先向证书签发方获取：`ssl` 为 on 而没有私钥时服务器无法启动。',
  },
  on: { en: 'Switch it on', 'zh-CN': '启用加密' },
  onExpect: {
    en: 'No error. The log of {to} says nothing of `could not load`; otherwise the files are not usable and encryption stays off.',
    'zh-CN': '无报错。{to} 的日志中没有 `could not load`；否则文件不可用，加密仍未启用。',
  },
  onUndo: { en: '`ALTER SYSTEM RESET ssl`, in the same way.', 'zh-CN': '以同样方式执行 `ALTER SYSTEM RESET ssl`。' },
  certificates: { en: 'Look at the certificates of {from} and {to}', 'zh-CN': '检查 {from} 与 {to} 的证书' },
  certificatesCaution: {
    en: 'The steps only look. Do not answer a certificate error with a weaker `sslmode`, nor with a rule without encryption.',
    'zh-CN': '这些步骤只做查看。不要用更弱的 `sslmode` 或不加密的规则来绕过证书错误。',
  },
  own: { en: 'Which files {from} uses', 'zh-CN': '查看 {from} 使用哪些文件' },
  ownExpect: {
    en: '`sslrootcert`, `sslcert`, `sslkey` of the connection; without them the files in `~/.postgresql` of the OS user that runs the server: `root.crt`, `postgresql.crt`, `postgresql.key` (the key with mode 600). The one that the message names is missing or does not fit.',
    'zh-CN':
      '连接串中的 `sslrootcert`、`sslcert`、`sslkey`；未指定时为运行服务器用户的 `~/.postgresql` 下的 `root.crt`、`postgresql.crt`、`postgresql.key`（私钥权限为 600）。报错所指的文件缺失或不匹配。',
  },
  valid: { en: 'Who issued the certificate, to whom, and until when', 'zh-CN': '查看证书的颁发者、主体与有效期' },
  validExpect: {
    en: 'Not expired. Of a client the name (CN) is the role that connects, or `pg_ident.conf` maps it; of a server a name (CN, DNS) is the host in the conninfo. The issuer is in the other side’s root file (`sslrootcert`; on the server `ssl_ca_file`).',
    'zh-CN':
      '未过期。客户端证书的名称（CN）为连接所用角色，或由 `pg_ident.conf` 映射；服务器证书的名称（CN、DNS）为连接串中的主机。颁发者须在对方的根证书文件中（`sslrootcert`；服务器为 `ssl_ca_file`）。',
  },
  presented: {
    en: 'Which certificate {to} presents, and which root {from} trusts',
    'zh-CN': '查看 {to} 出示的证书以及 {from} 信任的根证书',
  },
  presentedExpect: {
    en: 'First the certificate of {to}: not expired, and with `sslmode=verify-full` a name (CN, DNS) that is the host in the conninfo. Below it the root: its subject is the issuer above. Another one: whoever issued the new certificate hands out its root; put it into the file that the first step names. No root at all: the file is missing.',
    'zh-CN':
      '先显示 {to} 的证书：未过期；若为 `sslmode=verify-full`，名称（CN、DNS）须为连接串中的主机。其下为根证书：主体须与上面的颁发者一致。若不一致，请向新证书的签发方获取其根证书，放到第一步所示的文件。若没有根证书：文件缺失。',
  },
  findHost: { en: '`host=` of `primary_conninfo` on the standby', 'zh-CN': '备机 `primary_conninfo` 的 `host=`' },
  findCertificate: {
    en: 'The certificate that the message is about: `sslcert` of the client, or `ssl_cert_file` of the server.',
    'zh-CN': '报错所涉及的证书：客户端的 `sslcert`，或服务器的 `ssl_cert_file`。',
  },
}));

export function encryptConnection(cluster: Cluster, node: Node | null, rejection: Rejection | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = rejection?.to ?? upstreamFor(cluster, standby);
  const names = { from: labelOf(standby, 'the standby'), to: labelOf(upstream) };
  // whoever may become the upstream meets the same wall at the next role change
  const others = cluster.members.filter((one) => one !== upstream && !one.isWitness && isOff(one));
  return remedy({
    id: 'encrypt-connection',
    title: said.title(names),
    caution: (rejection?.reason === 'rule-encrypts' ? said.ruleCaution : said.caution)(names),
    steps: [upstream, ...others].flatMap((one) => encrypt(cluster, one)),
    closing: receives(cluster, standby, upstream),
  });
}

const isOff = (node: Node): boolean => {
  const ssl = node.setting('ssl');
  return ssl.known && ssl.value === 'off';
};

function encrypt(cluster: Cluster, node: Node | null): Step[] {
  const on = { cluster, node, where: where.upstream() };
  const names = { to: labelOf(node) };
  const file = (name: string, as: string) => sh`${raw(as)}=$(${query(cluster, node, `show ${name}`)})`;
  // before 10 the files are read at a start only
  const reload = cluster.major >= 10;
  const set = query(cluster, node, 'ALTER SYSTEM SET ssl = on', ...(reload ? [`SELECT ${cluster.flavour.catalog}reload_conf()`] : []));
  return [
    check(on, {
      title: said.see(names),
      command: query(cluster, node, 'show ssl', 'show ssl_cert_file', 'show ssl_key_file'),
      expect: said.seeExpect(),
    }),
    check(on, {
      title: said.files(),
      command: lines(
        sh`data=$(${query(cluster, node, 'show data_directory')})`,
        file('ssl_cert_file', 'cert'),
        file('ssl_key_file', 'key'),
        sh`cd ${raw('"$data"')}`,
        sh`ls -l ${raw('"$cert" "$key"')}`,
        sh`openssl x509 -in ${raw('"$cert"')} -noout -subject -enddate`,
      ),
      expect: said.filesExpect(),
    }),
    change(on, 'reload', { title: said.on(), command: set, expect: said.onExpect(names), undo: said.onUndo() }),
    ...(reload ? [] : [restart(cluster, node)]),
  ];
}

/** The rule demands encryption, the server offers it, and the client is told not to use it. */
export function askForEncryption(cluster: Cluster, node: Node | null, rejection: Rejection | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = rejection?.to ?? upstreamFor(cluster, standby);
  const on = { cluster, node: standby, where: where.standby() };
  const names = { from: labelOf(standby, 'the standby'), to: labelOf(upstream) };
  const write = change(on, 'reload', {
    title: said.write(),
    command: withWord(cluster, standby, 'sslmode', 'mode', sh`require`),
    expect: said.writeExpect(),
    undo: said.writeUndo(),
  });
  const receiver = rejection?.fact.values['tool'] === undefined && (rejection?.replication ?? true);
  const written = reloadsConninfo(cluster)
    ? [write]
    : [pause(cluster, upstream), write, restart(cluster, standby), unpause(cluster, upstream)];
  return remedy({
    id: 'ask-for-encryption',
    title: said.ask(names),
    caution: said.askCaution(names),
    steps: [
      check(on, {
        title: said.mode(names),
        command: lines(
          sh`${conninfoLine(cluster, standby)} || true`,
          sh`grep -n 'sslmode' ${repmgrConfOf(cluster, standby)} || true`,
          sh`env | grep '^PGSSLMODE=' || true`,
        ),
        expect: said.modeExpect(),
      }),
      ...(receiver ? written : []),
    ],
    closing: receiver
      ? receives(cluster, standby, upstream)
      : verify(on, {
          title: said.encrypted(names),
          command: sh`PGSSLMODE=require ${query(cluster, upstream, 'select 1')}`,
          expect: said.encryptedExpect(),
        }),
  });
}

export function checkCertificates(cluster: Cluster, node: Node | null, rejection: Rejection | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = rejection?.to ?? upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = { from: labelOf(standby, 'the standby'), to: labelOf(upstream) };
  const named = rejection?.fact.values['path'];
  const words = rejection?.fact.text ?? '';
  // what the client itself refuses is the server's, which lies on another machine
  const ofServer = /certificate verify failed|does not match host name/.test(words) && !/\balert\b/.test(words);
  const host = (rejection === null ? undefined : targetOf(rejection.fact)) ?? upstream?.identity.address ?? null;
  const port = rejection?.fact.values['port'] ?? /\bport (\d+)/.exec(words)?.[1] ?? String(upstream?.port ?? cluster.flavour.defaults.port);
  const server = host === null ? hole('UPSTREAM_HOST', 'the host of the upstream', said.findHost()) : host;
  const presented = check(on, {
    title: said.presented(names),
    command: lines(
      sh`openssl s_client -starttls postgres -connect ${server}:${port} ${raw('</dev/null 2>/dev/null')} | openssl x509 -noout -subject -issuer -startdate -enddate || true`,
      sh`openssl x509 -in ~/.postgresql/root.crt -noout -subject -enddate || true`,
    ),
    expect: said.presentedExpect(names),
  });
  const certificate =
    named !== undefined && /\.(?:crt|pem|cer)$/.test(named) && !/root/.test(named)
      ? named
      : hole('CERTIFICATE', 'the certificate that the message is about', said.findCertificate());
  return remedy({
    id: 'check-certificates',
    title: said.certificates(names),
    caution: said.certificatesCaution(),
    steps: [
      check(on, {
        title: said.own(names),
        command: lines(sh`${seePrimaryConninfo(cluster, standby)} || true`, sh`ls -l ~/.postgresql/ || true`),
        expect: said.ownExpect(),
      }),
      ofServer
        ? presented
        : check(on, {
            title: said.valid(),
            command: sh`openssl x509 -in ${certificate} -noout -subject -issuer -startdate -enddate`,
            expect: said.validExpect(),
          }),
    ],
    closing: receives(cluster, standby, upstream),
  });
}
