import { reasonOf } from '../../kit/path-errors.ts';
import { note, type Shape } from './shape.ts';

const FS = String.raw`(?:ext[234]|xfs|nfs4?|btrfs|zfs|tmpfs|proc|sysfs|cgroup2?|devpts|mqueue|securityfs|debugfs|tracefs|autofs|hugetlbfs|overlay|cifs|gfs2|ocfs2|fuse[\w.]*|glusterfs|ceph|vfat|swap|auto|devtmpfs|squashfs)`;
const BRANCH = '[│├└─|` -]*';

/** mount, findmnt, fstab, lsblk, stat, namei: where things are mounted and whose they are. */
export const storage: readonly Shape[] = [
  {
    name: 'Mount',
    pattern: /(?<device>\S+) on (?<path>\/.*?) type (?<type>\S+) \((?<options>[^)]*)\)/,
    sure: 0.95,
    programs: ['mount'],
    say: note('mount'),
  },
  { name: 'FindmntHead', pattern: /TARGET +SOURCE +FSTYPE.*/, sure: 1, programs: ['findmnt'] },
  {
    name: 'Findmnt',
    pattern: new RegExp(String.raw`${BRANCH}(?<path>\/\S*) +(?<device>\S+) +(?<type>${FS}) +(?<options>\S+)`),
    sure: 0.8,
    programs: ['findmnt'],
    say: note('mount'),
  },
  {
    name: 'Fstab',
    pattern: new RegExp(String.raw`(?<device>\S+)\s+(?<path>\/\S*|none|swap)\s+(?<type>${FS})\s+(?<options>\S+)(?:\s+\d\s+\d)`),
    sure: 0.9,
    programs: ['cat', 'grep'],
    say: note('fstab'),
  },
  {
    name: 'Mountpoint',
    pattern: /(?<path>\/\S*) is (?<not>not )?a mountpoint/,
    sure: 0.9,
    programs: ['mountpoint'],
    say: ({ path = '', not }) => ({ kind: 'note', topic: 'mountpoint', values: { path, is: not === undefined ? 'yes' : 'no' } }),
  },
  { name: 'LsblkHead', pattern: /NAME +(?:MAJ:MIN|FSTYPE|SIZE|MOUNTPOINT).*/, sure: 0.9, programs: ['lsblk'] },
  {
    name: 'Lsblk',
    pattern: new RegExp(
      String.raw`${BRANCH}[\w.-]+ +\d+:\d+ +\d +[\d.]+[KMGTPB]? +\d +(?:disk|part|lvm|rom|loop|crypt|raid\d+|mpath)(?: .*)?`,
    ),
    sure: 0.9,
    programs: ['lsblk'],
  },
  {
    name: 'StatFile',
    pattern: /(?:File|文件)[:：] ?["'‘“]?(?<path>.+?)["'’”]?/,
    sure: 0,
    before: { pattern: /^\s*(?:Size|大小)[:：] ?\d+\s+(?:Blocks|块)[:：]/, sure: 0.9 },
    remembers: 'path',
    programs: ['stat'],
  },
  {
    name: 'StatSizes',
    pattern:
      /Size: \d+\s+Blocks: \d+ .*|大小[:：] ?\d+\s+块[:：].*|Device: \S+\s+Inode: \d+\s+Links: .*|设备[:：].*Inode[:：].*|(?:Access|Modify|Change|Birth|最近访问|最近更改|最近改动|访问时间|修改时间|变更时间|创建时间)[:：] ?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [+-]\d{4}/,
    sure: 0.85,
    programs: ['stat'],
  },
  {
    name: 'StatVolume',
    pattern:
      /ID[:：] ?[\da-f]+ +(?:Namelen|文件名长度)[:：].*|Block size: .*|块大小[:：].*|(?:Blocks|Inodes|块)[:：] ?(?:Total|总计)[:：].*/,
    sure: 0,
    programs: ['stat'],
  },
  {
    name: 'Checksum',
    pattern: /\\?(?<sum>[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128}) [ *](?<path>\S.*)/,
    sure: 0.9,
    programs: ['md5sum', 'sha1sum', 'sha256sum', 'sha512sum'],
    say: note('checksum'),
  },
  {
    name: 'StatAccess',
    pattern:
      /(?:Access|权限)[:：] ?\((?<mode>\d{4})\/(?<letters>[-dlrwxsStT]{10})\) +Uid[:：] ?\( *\d+\/ *(?<owner>[\w-]+)\) +Gid[:：] ?\( *\d+\/ *(?<group>[\w-]+)\)/,
    sure: 0.9,
    recalls: 'path',
    programs: ['stat'],
    say: note('stat'),
  },
  {
    name: 'StatMore',
    pattern:
      /(?:Size[:：] ?\d+.*|大小[:：] ?\d+.*|Device: .*|设备[:：].*|Context: .*|(?:Access|Modify|Change|Birth|最近访问|最近更改|最近改动|访问时间|修改时间|变更时间|创建时间)[:：] ?(?:\d{4}-.*|-)?)/,
    sure: 0,
    programs: ['stat'],
  },
  { name: 'NameiHead', pattern: /f: (?<path>\/.*)/, sure: 0.6, remembers: 'path', programs: ['namei'] },
  {
    name: 'Namei',
    pattern: /(?<letters>[dl-][-rwxsStT]{9}) +(?<owner>[\w-]+) +(?<group>[\w-]+) +(?<name>[^\d\s].*|\/)/,
    sure: 0,
    recalls: 'path',
    programs: ['namei'],
    say: note('namei'),
  },
  {
    name: 'NameiFailure',
    pattern: /(?<name>\S+) - (?<text>No such file or directory|Permission denied|没有那个文件或目录|权限不够)/,
    sure: 0,
    recalls: 'path',
    programs: ['namei'],
    say: ({ path, name = '', text = '' }) => ({
      kind: 'path-error',
      program: 'namei',
      path: path ?? name,
      reason: reasonOf(text),
      text: `${name} - ${text}`,
    }),
  },
  {
    name: 'Kind',
    pattern:
      /(?<path>[/.~]\S*): +(?:broken )?(?:symbolic link to|符号链接到) (?<target>\S+)|\S.*?: +(?:cannot open|directory|empty|sticky|setgid|(?:broken )?symbolic link|socket|fifo|data|.*\btext\b|.*executable|.*compressed).*/,
    sure: 0,
    programs: ['file'],
    say: ({ path, target }) => (path === undefined || target === undefined ? null : note('link')({ path, target })),
  },
  {
    name: 'Acl',
    pattern: /(?:# (?:file|owner|group|flags): .+|(?:default:)?(?:user|group|mask|other):[\w.-]*:[-rwx]{3}.*|getfacl: Removing leading .*)/,
    sure: 0,
    programs: ['getfacl'],
  },
  {
    name: 'Attributes',
    pattern: /(?<flags>(?=-*[A-Za-z]|-+ \.{0,2}\/)[-aAcCdDeEFiIjmNPsStTuVx]{16,22}) (?<path>\S.*)/,
    sure: 0.8,
    programs: ['lsattr'],
    say: note('attributes'),
  },
  { name: 'NoAttributes', pattern: /-{16,22} \S.*/, sure: 0, programs: ['lsattr'] },
];
