import type { Wordings } from '../../kit/wording.ts';

/** KingbaseES's own daemon `kbha`: gateway, disk, VIP, and the recovery of failed nodes (kbha.log, V8R6–V9). */
export const KBHA = {
  'kbha.gateway-unreachable': [
    'ping host"{host}" failed',
    'ping host "{host}" failed',
    'ping trusted_server<s|> "{host}" failed',
    'the trusted_servers {host} <is|are> not reachable',
    '^Fail<ed|> to ping trusted_servers on host {host}',
    'all trusted_servers',
  ],
  'kbha.gateway-ok': ['success connect to trusted_servers', 'ping trusted_servers on host {host} success'],
  'kbha.gateway-check': 'ping trusted_servers on host {host}',
  'kbha.no-round-trip': 'average RTT value is not greater than zero',
  'kbha.stopping-database': ['stop database', 'will stop the database'],
  'kbha.disk-check-failed': [
    'Failed to check the mount_point_list {attempt} / {attempts}, all failed',
    'check the mount_point_list',
    'use_check_disk = on, will stop the database',
  ],
  'kbha.several-primaries': 'there may be multiple nodes running as primary, can not do recovery for failed node',
  'kbha.standby-not-confirmed': [
    'unable to connect via SSH to host "{host}", can\'t confirm if it\'s a standby node',
    'can not do auto-recovery because not confirmed a standby node',
    'not confirmed a standby node',
  ],
  'kbha.login-failed': [
    'can not connect to "{host}" from current node by \'{path}\'',
    'can not connect to "{host}" by \'{path}\'',
    "can not connect to {host} by '{path}'",
    'can not connect to {host} by {path}',
  ],
  'kbha.recovery-started': [
    'the primary host found the failed node {node}',
    'begin to recover<y|> node',
    'try to recover<y|> the node',
    'node {node} is to be recovered',
    'start recover<y|> node',
  ],
  'kbha.recovery-success': [
    'node {node} auto-recovery success',
    'node recovery success',
    'node_recovery_success',
    'recovery node {node} success',
  ],
  'kbha.recovery-failed': [
    'node {node} auto-recovery failed',
    'node recovery failed',
    'node_recovery_failed',
    'recovery node {node} failed',
    'auto-recovery failed',
  ],
  'kbha.vip-failed': [
    '<acquire|release|load|unload> the virtual ip {address} failed',
    'failed to <acquire|release|load|unload> the virtual ip {address}',
    '<load|unload> <the |>VIP {address} failed',
  ],
  'kbha.vip-moved': ['<acquire|release|load|unload> the virtual ip {address} success', '<load|unload> <the |>VIP {address} success'],
  'kbha.vip': ['virtual_ip {rest}', 'virtual ip {rest}', 'loadvip', 'unloadvip', 'acquire VIP', 'the vip'],
  'kbha.arping': ['arping {rest}'],
  'kbha.restarting-repmgrd': ['repmgrd is not running, <try to |>start', 'restart repmgrd', 'start repmgrd'],
  'kbha.starting': ['kbha ({rest}) starting up', 'start kbha', 'kbha is running'],
} as const satisfies Wordings;
