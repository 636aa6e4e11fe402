import { note, type Shape } from './shape.ts';

const ARCH = '(?:x86_64|noarch|aarch64|i686|ppc64le|loongarch64|mips64el|amd64|arm64|all)';

/** rpm, dpkg, yum, apt: what is installed, which need not be what runs. */
export const packages: readonly Shape[] = [
  {
    name: 'ProgramVersion',
    pattern: /(?:\S*\/)?(?:postgres|kingbase|initdb|(?:pg|sys)_\w+) \((?<product>PostgreSQL|Kingbase\w*)\) (?<version>V?\d[\w.]*)(?: .*)?/,
    sure: 0.9,
    programs: ['postgres', 'kingbase', 'pg_config'],
    say: ({ product, version = '' }) => ({
      kind: 'version',
      product: product === 'PostgreSQL' && /^\d/.test(version) ? 'postgresql' : 'kingbasees',
      version,
    }),
  },
  {
    name: 'Rpm',
    pattern: new RegExp(String.raw`(?<name>[A-Za-z][\w.+-]*?)-(?<version>\d[\w.+~^]*)-(?<release>[\w.+~^]+)\.${ARCH}`),
    sure: 0.8,
    programs: ['rpm'],
    say: note('package', 'name', 'version'),
  },
  {
    name: 'Dpkg',
    pattern: new RegExp(String.raw`(?<state>[uihrp][niUFHWtc ]R?) +(?<name>[a-z0-9][\w.+:-]*) +(?<version>\d\S*) +${ARCH}(?: +.*)?`),
    sure: 0.9,
    programs: ['dpkg', 'dpkg-query'],
    say: note('package'),
  },
  {
    name: 'DpkgHead',
    pattern:
      /(?:Desired|期望状态)=.*|\| ?状态=.*|\|\/ ?错误\?=.*|\|\|\/ (?:名称|Name) .*|[a-z]n +[a-z0-9][\w.+:-]* +<(?:none|无)> +<(?:none|无)> +.*|\| ?Status=Not\/.*|\|\/ Err\?=.*|\|\|\/ Name .*|\+\+\+-=.*/,
    sure: 0.95,
    programs: ['dpkg'],
  },
  {
    name: 'Yum',
    pattern: new RegExp(String.raw`(?<name>[A-Za-z][\w.+-]*)\.${ARCH} +(?<version>\d\S*) +(?<from>@?[\w./-]+)`),
    sure: 0.8,
    programs: ['yum', 'dnf'],
    say: note('package', 'name', 'version'),
  },
  {
    name: 'YumHead',
    pattern: /(?:Installed|Available) Packages|Loaded plugins: .*|已安装的软件包|Last metadata expiration check: .*|Listing\.\.\..*/,
    sure: 0.8,
    programs: ['yum', 'dnf', 'apt'],
  },
  {
    name: 'Apt',
    pattern: new RegExp(String.raw`(?<name>[a-z0-9][\w.+-]*)\/[\w,.-]+ (?<version>\d\S*) ${ARCH}(?: \[(?<state>[^\]]*)\])?`),
    sure: 0.9,
    programs: ['apt', 'apt-cache'],
    say: note('package'),
  },
  { name: 'AptPolicy', pattern: /(?:Installed|Candidate|Version table): ?.*/, sure: 0, programs: ['apt-cache', 'apt'] },
];
