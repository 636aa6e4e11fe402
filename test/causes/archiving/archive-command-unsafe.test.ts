import { archiveCommandUnsafe } from '../../../src/causes/archiving/archive-command-unsafe.ts';
import { causeTester } from '../../support/cause-tester.ts';

const settings = (command: string, mode = 'on'): string => `name|setting|source
archive_command|${command}|configuration file
archive_mode|${mode}|configuration file
(2 rows)
`;

causeTester(archiveCommandUnsafe, {
  present: [
    {
      name: "the vendor's own cp -f",
      bundle: { 'db1/s.txt': settings('/bin/cp -f %p /home/kingbase/cluster/kingbase/archive/%f') },
      severity: 'notice',
      confidence: 'certain',
      evidence: ['db1/s.txt:2'],
    },
    { name: 'a redirect overwrites, too', bundle: { 'n1/s.txt': settings('gzip -c %p | cat > /mnt/wal/%f.gz') } },
    { name: 'a bare cp overwrites, too', bundle: { 'n1/s.txt': settings('cp %p /mnt/wal/%f') } },
    {
      name: 'the exit status is thrown away',
      bundle: { 'n1/s.txt': settings('test ! -f /mnt/wal/%f && cp %p /mnt/wal/%f ; true') },
      severity: 'warning',
    },
  ],
  absent: [
    {
      name: 'the documented guard',
      because: 'does not overwrite',
      bundle: { 'n1/s.txt': settings('test ! -f /mnt/wal/%f && cp %p /mnt/wal/%f') },
    },
    { name: 'pgBackRest', because: 'pgbackrest', bundle: { 'n1/s.txt': settings('pgbackrest --stanza=main archive-push %p') } },
    {
      name: 'sys_rman behind an export',
      because: 'sys_rman',
      bundle: { 'db1/s.txt': settings('export TZ=Asia/Shanghai;/opt/kes/bin/sys_rman --stanza=kingbase archive-push %p', 'always') },
    },
    { name: 'empty', because: 'no command', bundle: { 'n1/s.txt': settings('') } },
  ],
  unknown: [
    {
      name: 'no settings',
      bundle: { 'n1/c.txt': 'Node "n1":\n\tServer role: OK (node is primary)\n\tWAL archiving: OK (0 pending archive ready files)\n' },
      asks: 'archive_command',
    },
  ],
  lookalikes: [
    { name: 'a command that stores nothing has a cause of its own', bundle: { 'n1/s.txt': settings('/bin/true') } },
    { name: 'a redirect behind a guard', bundle: { 'n1/s.txt': settings('test ! -f /mnt/wal/%f.gz && gzip < %p > /mnt/wal/%f.gz') } },
    { name: 'a command with an open quote does not run at all', bundle: { 'n1/s.txt': settings('cp "%p" "/mnt/wal/%f') } },
    { name: 'cp -n does not overwrite', bundle: { 'n1/s.txt': settings('cp -n %p /mnt/wal/%f') } },
    { name: 'archive_mode is off', bundle: { 'n1/s.txt': settings('cp %p /mnt/wal/%f', 'off') } },
    { name: 'a script of its own is not judged by its name', bundle: { 'n1/s.txt': settings('/usr/local/bin/archive_wal.sh %p %f') } },
  ],
});
