import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['standby-setting-too-low'],
  alsoOk: ['replay-paused', 'settings-drift', 'replication-lag-excessive'],
  mustNot: ['node-down', 'replication-slot-missing'],
  why: 'max_connections was raised on the primary only; recovery on the standby paused itself',
  cluster: { messages: 'zh_CN.UTF-8', locale: 'zh_CN.UTF-8' },
  collect: { locale: 'zh_CN.UTF-8' },
  fill: { SETTING: 'max_connections', VALUE: '120' },
  inject(lab) {
    lab.set(1, 'max_connections', '120');
    lab.stopRepmgrd(2);
    lab.restart(1);
    lab.startRepmgrd(2);
    lab.fill(1, 5);
    pause(3);
  },
});
