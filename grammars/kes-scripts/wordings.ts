import type { Wordings } from '../kit/wording.ts';

/** sys_monitor.sh and cluster_install.sh of KingbaseES V8R6 and V9. */
export const SCRIPTS = {
  'script.db-start-failed': [
    'execute to start DB on "[{host}]" failed',
    'Start DB on {what}([{host}]) failed',
    'Start DB on {what}({host}) failed',
    'start DB on "[{host}]" failed',
  ],
  'script.db-stop-failed': ['execute to stop DB on "[{host}]" failed', 'DB on "[{host}]" stop failed', 'stop DB on "[{host}]" failed'],
  'script.db-started': [
    'execute to start DB on "[{host}]" success',
    'DB on "[{host}]" start<ed|> success',
    'start DB on "[{host}]" success',
  ],
  'script.db-stopped': ['DB on "[{host}]" stop success', 'DB on "[{host}]" already stopped', 'stop DB on "[{host}]" success'],
  'script.db-starting': 'begin to start DB on "[{host}]"',
  'script.db-stopping': 'begin to stop DB on "[{host}]"',
  'script.repmgrd-start-failed': [
    'start repmgrd on "[{host}]" failed',
    'repmgrd on "[{host}]" start failed',
    'execute to start repmgrd on "[{host}]" failed',
  ],
  'script.repmgrd-started': [
    'repmgrd on "[{host}]" start<ed|> success',
    'start repmgrd on "[{host}]" success',
    'repmgrd on "[{host}]" already started',
  ],
  'script.repmgrd-stopped': ['repmgrd on "[{host}]" already stopped', 'repmgrd on "[{host}]" stop success'],
  'script.repmgrd-starting': 'begin to start repmgrd on "[{host}]"',
  'script.repmgrd-stopping': 'begin to stop repmgrd on "[{host}]"',
  'script.kbha': [
    'kbha on "[{host}]"',
    'begin to <start|stop> kbha on "[{host}]"',
    'Ready to start local kbha daemon',
    'Ready to stop local kbha daemon',
    'begin to modify conf on "[{host}]"',
    'modify conf on "[{host}]"',
  ],
  'script.gateway-failed': [
    'ping trusted_servers on host {host} failed',
    '^Fail<ed|> to ping trusted_servers on host {host}',
    'ping trusted_servers<|:> "{value}" failed',
    'ping "{value}" failed',
  ],
  'script.gateway-check': ['Try to ping trusted_servers on host {host}', 'ping trusted_servers'],
  'script.vip-failed': ['load the vip {rest}failed', 'VIP {rest}failed', 'can not load VIP', '^Fail<ed|> to load virtual ip {rest}'],
  'script.vip': ['There is no virtual_ip', 'the virtual ip', 'load the vip', 'virtual_ip', 'Success to load virtual ip', 'Try to ping vip'],
  'script.login-failed': [
    "can <not|’t|'t> connect to \"{host}\" {rest}by '{path}'",
    "can <not|’t|'t> connect to {host} {rest}by '{path}'",
    "can <not|’t|'t> connect to \"{host}\" by '{path}'",
    "can <not|’t|'t> connect to {host} by '{path}'",
  ],
  'script.standbys-missing': 'There are no {count} standbys in pg_stat_replication',
  'script.cluster-stopping': 'Ready to stop all DB',
  'script.cluster-starting': 'Ready to start all DB',
  'script.done': '^Done',
  'script.primary-started': '^The primary DB is started',
  'script.log-redirected': 'redirecting logging output to "{path}"',
} as const satisfies Wordings;
