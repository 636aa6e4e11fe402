/** Encryption between two nodes: switched on where the upstream offers none, or the certificates of both sides looked at. */
import { hole, lines, query, raw, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Rejection } from '../model/access.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, restart, seePrimaryConninfo, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Switch encryption on at {to}', 'zh-CN': '在 {to} 上启用加密（ssl）' },
  caution: {
    en: 'Do the same on every node that may become the upstream. To take `sslmode` back on {from} would make the connection, but in plain text: where a rule or a policy demands encryption, it is no way out.',
    'zh-CN': '每个可能成为上游的节点都应同样设置。降低 {from} 的 `sslmode` 虽可连通，但为明文传输：若规则或安全要求加密，则不可取。',
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
  findCertificate: {
    en: 'The certificate that the message is about: `sslcert` of the client, or `ssl_cert_file` of the server.',
    'zh-CN': '报错所涉及的证书：客户端的 `sslcert`，或服务器的 `ssl_cert_file`。',
  },
}));

export function encryptConnection(cluster: Cluster, node: Node | null, rejection: Rejection | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = rejection?.to ?? upstreamFor(cluster, standby);
  const on = { cluster, node: upstream, where: where.upstream() };
  const names = { from: labelOf(standby, 'the standby'), to: labelOf(upstream) };
  const file = (name: string, as: string) => sh`${raw(as)}=$(${query(cluster, upstream, `show ${name}`)})`;
  // before 10 the files are read at a start only
  const reload = cluster.major >= 10;
  const set = query(cluster, upstream, 'ALTER SYSTEM SET ssl = on', ...(reload ? [`SELECT ${cluster.flavour.catalog}reload_conf()`] : []));
  return remedy({
    id: 'encrypt-connection',
    title: said.title(names),
    caution: said.caution(names),
    steps: [
      check(on, {
        title: said.see(names),
        command: query(cluster, upstream, 'show ssl', 'show ssl_cert_file', 'show ssl_key_file'),
        expect: said.seeExpect(),
      }),
      check(on, {
        title: said.files(),
        command: lines(
          sh`data=$(${query(cluster, upstream, 'show data_directory')})`,
          file('ssl_cert_file', 'cert'),
          file('ssl_key_file', 'key'),
          sh`cd ${raw('"$data"')}`,
          sh`ls -l ${raw('"$cert" "$key"')}`,
          sh`openssl x509 -in ${raw('"$cert"')} -noout -subject -enddate`,
        ),
        expect: said.filesExpect(),
      }),
      change(on, 'reload', { title: said.on(), command: set, expect: said.onExpect(names), undo: said.onUndo() }),
      ...(reload ? [] : [restart(cluster, upstream)]),
    ],
    closing: receives(cluster, standby, upstream),
  });
}

export function checkCertificates(cluster: Cluster, node: Node | null, rejection: Rejection | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = rejection?.to ?? upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = { from: labelOf(standby, 'the standby'), to: labelOf(upstream) };
  const named = rejection?.fact.values['path'];
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
      check(on, {
        title: said.valid(),
        command: sh`openssl x509 -in ${certificate} -noout -subject -issuer -startdate -enddate`,
        expect: said.validExpect(),
      }),
    ],
    closing: receives(cluster, standby, upstream),
  });
}
