import { describe, expect, it } from 'vitest';
import { readArchiveCommand } from '../../src/model/archive-command.ts';
import { commandFaults } from '../../src/model/archive-command-faults.ts';

const SAFE = 'if test -f /a/%f; then cmp -s %p /a/%f; else cp %p /a/.%f.tmp && sync /a/.%f.tmp && mv /a/.%f.tmp /a/%f && sync /a; fi';

describe('an archive command', () => {
  it.each([
    ['test ! -f /arch/%f && cp %p /arch/%f', '/arch', null],
    ['/bin/cp -f %p /home/kingbase/cluster/archive/%f', '/home/kingbase/cluster/archive', null],
    ['cp %p /arch/', '/arch', null],
    ['cp pg_wal/%f /arch/%f', '/arch', null],
    ['cp -t /arch %p', '/arch', null],
    ['gzip < %p > /arch/%f.gz', '/arch', null],
    ['cat %p > /arch/%f', '/arch', null],
    ['dd if=%p of=/arch/%f bs=1M', '/arch', null],
    ['cp %p /arch/%f >> /var/log/arch.log', '/arch', null],
    ["timeout 60 sh -c 'cp %p /arch/%f'", '/arch', null],
    [SAFE, '/a', null],
    ['rsync -a %p bkp:/srv/wal/%f', null, 'bkp'],
    ['scp %p arc@bkp:/srv/wal/%f', null, 'bkp'],
    ['aws s3 cp %p s3://bucket/wal/%f', null, 'bucket'],
    ['gzip -c %p | ssh arc@vault1 "cat > /arch/%f.gz"', null, 'vault1'],
    ['pgbackrest --stanza=main archive-push %p', null, null],
  ])('%s writes to %s of host %s', (text, directory, remote) => {
    const command = readArchiveCommand(text);
    expect([command.directory, command.remote]).toEqual([directory, remote]);
    expect(command.noop).toBe(false);
    expect(commandFaults(command)).toEqual([]);
  });

  it.each(['/bin/true', 'exit 0', 'cd .', ':', 'echo "archiving %f"', 'cp %p /dev/null', 'cat %p > /dev/null', "sh -c 'exit 0'"])(
    '%s stores nothing',
    (text) => expect(readArchiveCommand(text).noop).toBe(true),
  );

  it.each(['', '/usr/local/bin/archive.sh %p %f', 'test -f archive_active && /opt/push %p', 'copy "%p" "C:\\\\arch\\\\%f"'])(
    'of "%s" nobody can say that it stores nothing',
    (text) => expect(readArchiveCommand(text).noop).toBe(false),
  );

  it.each([
    ['cp “%p” “/arch/%f”', 'typographic'],
    ['cp –n %p /arch/%f', 'typographic'],
    ["cp %p '/arch/%f", 'open-quote'],
    ['test ! -f /arch/%f &&', 'broken-list'],
    ['cp %p /arch/%F', 'misspelt-placeholder'],
    ['test ! -f /arch/%f && cp %P /arch/%f', 'misspelt-placeholder'],
    ['test ! -f /arch/%f && cp %p', 'no-destination'],
    ['cp /arch/', 'no-destination'],
    ['cp %f /arch/%f', 'bare-source'],
    ['test ! -f /arch/%f && cp -p %f /arch/', 'bare-source'],
    ['cp /pgdata/pg_wal/current /arch/', 'no-segment'],
    ['pgbackrest --stanza=main archive-push', 'no-segment'],
    ['gzip < %p > /arch/wal.gz', 'one-file'],
    ['cp %p /arch/segment.bak', 'one-file'],
  ])('%s: %s', (text, fault) => expect(commandFaults(readArchiveCommand(text))[0]).toBe(fault));

  it.each([
    'export TZ=Asia/Shanghai;/opt/kes/bin/sys_rman --stanza=kingbase archive-push %p',
    'cp %p /arch/$(date +%F)-%f',
    'cp pg_wal/%f /arch/%f',
    '/usr/local/bin/archive.sh',
    "rsync -e 'ssh -p 2222' -a %p bkp:/srv/wal/",
    'scp -P 2222 %p bkp:/srv/wal/%f',
    'envdir /etc/wal-g wal-g wal-push %p',
    '/bin/true',
  ])('%s can work as written', (text) => expect(commandFaults(readArchiveCommand(text))).toEqual([]));

  it.each([
    ['test ! -f /a/%f && cp %p /a/%f', true],
    ['[ -e "$D/%f" ] || cp %p "$D/%f"', true],
    [SAFE, true],
    ['cp -n %p /a/%f', true],
    ['test -f archive_active && cp %p /a/%f', false],
    ['test -d /a && cp %p /a/%f', false],
  ])('%s guards against overwriting: %s', (text, guarded) => expect(readArchiveCommand(text).guarded).toBe(guarded));

  it.each([
    ['rsync -a %p barman@bkp:/srv/wal/%f', 'barman@bkp'],
    ['scp -P 2222 %p bkp.int:/srv/wal/%f', 'bkp.int'],
    ['gzip -c %p | ssh -p 2222 arc@vault1 "cat > /arch/%f.gz"', 'arc@vault1'],
    ['rsync -a %p arch@10.3.3.3::wal/%f', null],
    ['rsync -a %p rsync://store/wal/%f', null],
    ['aws s3 cp %p s3://bucket/%f', null],
    ['cp %p /arch/%f', null],
  ])('%s logs in at %s', (text, login) => expect(readArchiveCommand(text).login).toBe(login));
});
