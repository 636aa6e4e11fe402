import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-volume-full'],
  mustNot: ['node-down', 'standby-detached', 'archive-destination-full'],
  why: 'a further standby is cloned onto a volume that is too small for the primary',
  collect: {
    session: (lab) => [
      '@3',
      `${lab.repmgr} -h ${lab.host(1)} -p ${lab.port(1)} -U ${lab.dress.databaseUser} -d ${lab.dress.database} standby clone -c`,
      `df -h ${lab.data}`,
      '@1',
      `${lab.repmgr} cluster show`,
    ],
  },
  outside(lab) {
    lab.root(3, `mount -o remount,size=400m ${lab.data}`);
  },
  // the remedy ends with the room: the clone is the person's own command again
  settle(lab) {
    lab.must(
      3,
      `${lab.repmgr} -h ${lab.host(1)} -p ${lab.port(1)} -U ${lab.dress.databaseUser} -d ${lab.dress.database} standby clone -c --force`,
    );
    lab.start(3);
    lab.wait(15, 'the new standby streams', () => lab.streams(1, 2));
    lab.must(3, `${lab.repmgr} standby register --wait-sync=5`);
    lab.startRepmgrd(3);
  },
  inject(lab) {
    lab.addNode(3);
    lab.root(3, `mount -t tmpfs -o size=12m,mode=700 tmpfs ${lab.data}; chown ${lab.dress.osUser}: ${lab.data}`);
  },
});
