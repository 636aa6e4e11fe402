import type { Catalogue } from './wording.ts';

/** What libpq says to whoever connects, inside a walreceiver's or repmgr's message: src/interfaces/libpq/fe-connect.c and others. */
export const libpq = {
  'libpq.connection-failed': {
    say: [
      'connection to server at "{host}" ({address}), port {port:n} failed: {reason}',
      'connection to server at "{host}", port {port:n} failed: {reason}',
      'connection to server on socket "{socket}" failed: {reason}',
      '连接到"{host}" ({address})上的服务器,端口{port:n}失败:{reason}',
      '连接到"{host}"上的服务器,端口{port:n}失败:{reason}',
      '连接到套接字"{socket}"上的服务器失败:{reason}',
      // 13 and older, with the address behind the reason.
      'could not connect to server: {reason:line}\n…on host "{host}" ({address}) and accepting…on port {port:n}?',
      'could not connect to server: {reason:line}\n…on host "{host}" and accepting…on port {port:n}?',
      'could not connect to server: {reason:line}\n…on Unix domain socket "{socket}"?',
      'could not connect to server: {reason}',
      '无法连接到服务器: {reason:line}\n…主机 "{host}" ({address}) 上运行…端口 {port:n} 上',
      '无法连接到服务器: {reason}',
      '无法联接到服务器: {reason}',
    ],
    as: {},
  },
  'net.unknown-host': {
    say: [
      'could not translate host name "{host}" to address: {resolver:line}',
      '无法解释主机名 "{host}" 到地址: {resolver:line}',
      'Could not resolve hostname {host}: {resolver:line}',
      'Could not resolve host: {host:word}',
      'lookup {host:word} on … no such host',
      'no such host',
      'Name or service not known',
      'Temporary failure in name resolution',
      '未知的名称或服务',
      '域名解析暂时失败',
    ],
  },
  'libpq.closed': { say: ['server closed the connection unexpectedly', '服务器意外地关闭了联接'] },
  'libpq.tls-closed': { say: ['SSL connection has been closed unexpectedly', 'SSL SYSCALL error', 'SSL连接异常关闭', 'SSL SYSCALL 错误'] },
  'libpq.no-password': { say: ['fe_sendauth: no password supplied', 'no password supplied'] },
  'libpq.password-file-rights': {
    say: ['password file "{file}" has group or world access', '口令文件"{file}"的访问权限过大'],
  },
  'libpq.method-unsupported': {
    say: [
      'authentication method {method:n} not supported',
      '不支持 {method:n} 认证方式',
      "none of the server's SASL authentication mechanisms are supported",
      '不支持服务器的SASL身份验证机制',
    ],
  },
  'libpq.tls-required': {
    say: ['server does not support SSL, but SSL was required', '服务器不支持 SSL, 但是要求使用 SSL'],
  },
  'libpq.certificate': {
    say: [
      'certificate verify failed',
      '[alert|SSL error: ]…certificate [expired|required|unknown|revoked]',
      'alert unknown ca',
      'alert bad certificate',
      'server certificate for "{name}" does not match host name',
      'root certificate file "{path}" does not exist',
      'certificate present, but not private key file "{path}"',
      'certificate does not match private key file "{path}"',
      'could not read [root certificate|certificate] file "{path}"',
      '根认证文件"{path}"不存在',
      '私钥文件 "{path}"的访问权限过大',
    ],
  },
  'libpq.invalid-conninfo': {
    say: [
      'invalid connection option "{option}"',
      'missing "=" after "{option}" in connection info string',
      '非法联接选项 "{option}"',
      'invalid port number: "{port}"',
      '无效端口号: "{port}"',
      '在联接信息字串里的 "{option}" 后面缺少 "="',
    ],
  },
} as const satisfies Catalogue;
