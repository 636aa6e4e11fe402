import type { Catalogue } from './wording.ts';

/** src/backend/utils/misc/guc.c, guc-file.l and hba.c: reloads and what is wrong with the files. */
export const configuration = {
  'reload.received': { say: ['received SIGHUP, reloading configuration files', '接收到 SIGHUP, 重载配置文件'] },
  'reload.parameter-changed': {
    say: ['parameter "{name}" changed to "{value}"$', '参数 "{name}"被改为"{value}"$'],
  },
  'reload.parameter-removed': {
    say: ['parameter "{name}" removed from configuration file, reset to default', '参数"{name}"已从配置文件中删除,重新设置为缺省'],
  },
  'reload.needs-restart': {
    say: ['parameter "{name}" cannot be changed without restarting the server', '在没有启动服务器的情况下,不能改变参数 "{name}"'],
  },
  'reload.partly-applied': {
    say: [
      'configuration file "{file}" contains errors; unaffected changes were applied',
      '配置文件 "{file}" 有错; 使用了不受影响的内容变动',
    ],
  },
  'reload.rejected': {
    say: ['configuration file "{file}" contains errors; no changes were applied', '配置文件 "{file}" 有错; 没有内容变动'],
  },
  'startup.settings-error': { say: ['configuration file "{file}" contains errors', '配置文件 "{file}" 有错'] },
  'reload.syntax-error': {
    say: [
      'syntax error in file "{file}" line {line:n}, near token "{near}"',
      'syntax error in file "{file}" line {line:n}, near end of line',
      '在文件 "{file}" 第 {line:n} 行, 记号 "{near}" 附近语法错误',
      '在文件 "{file}" 第 {line:n} 行, 行尾附近语法错误',
    ],
  },
  'reload.invalid-value': {
    say: [
      'invalid value for parameter "{name}": "{value}"$',
      'invalid value for parameter "{name}": {value:n}',
      '参数 "{name}" 的值无效: "{value}"$',
      '{value} is outside the valid range for parameter "{name}"',
      '{value} 超出了参数 "{name}" ({range}) 的有效范围',
      '参数 "{name}" 的值无效: {value:n}',
    ],
  },
  'reload.unknown-parameter': {
    say: [
      'unrecognized configuration parameter "{name}" in file "{file}" line {line:n}',
      '未认可的配置参数 "{name}", 文件"{file}", 行{line:n}',
    ],
  },
  'reload.hba-rejected': {
    say: ['~{file:line}~ was not reloaded', '没有重新加载{file}'],
    beside: ['line {line:n} of configuration file "{hbaFile}"', '配置文件"{hbaFile}"的第{line:n}行'],
  },
  'startup.hba-error': { say: ['could not load ~{file}hba.conf', '无法加载{file}hba.conf'] },
} as const satisfies Catalogue;

/** Lines of pg_hba.conf; they may wrap a resolver's words: `invalid IP mask "md5": Name or service not known`. */
export const accessRules = {
  'reload.hba-line-invalid': {
    say: [
      'invalid authentication method "{method}"',
      'invalid IP address "{address}"',
      'invalid CIDR mask in address "{address}"',
      'invalid IP mask "{mask}"',
      '无效的IP掩码"{mask}"',
      'IP掩码无效"{mask}"',
      '在地址"{address}"中的CIDR掩码无效',
      'end-of-line before [authentication method|IP address specification|database specification|role specification|netmask specification]',
      'invalid connection type "{type}"',
      '无效认证方法"{method}"',
      'IP地址无效"{address}"',
      '无效连接类型"{type}"',
      '在[IP地址|数据库|角色]定义前面出现行结束符',
      '在认证方法前面出现行结束符',
      '在网络掩码定义前的行结束符',
    ],
    beside: ['line {line:n} of configuration file "{hbaFile}"', '配置文件"{hbaFile}"的第{line:n}行'],
  },
  /** The line is taken, and fits nobody. */
  'reload.hba-without-ssl': {
    say: ['hostssl record cannot match because SSL is disabled', '[hotssl|hostssl]记录无法匹配, 因为已禁用SSL'],
    beside: ['line {line:n} of configuration file "{hbaFile}"', '配置文件"{hbaFile}"的第{line:n}行'],
  },
} as const satisfies Catalogue;
