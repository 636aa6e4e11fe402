import { note, type Shape } from './shape.ts';

/** What the terminal, the shell and a login print of their own: nothing that matters, and nothing that a person wrote. */
export const terminal: readonly Shape[] = [
  { name: 'Key', pattern: /\^[CDZ\\\]]+/, sure: 0.95, programs: [] },
  { name: 'Pager', pattern: /\(END\)|--More--(?:\(\d+%\))?|lines \d+-\d+(?:\/\d+)?(?: \(END\))?|~/, sure: 0.9, programs: [] },
  { name: 'Logout', pattern: /logout|登出|exit|注销|There are (?:stopped|running) jobs\./, sure: 0.6, programs: [] },
  { name: 'Closed', pattern: /(?:Shared c|C)onnection to \S+ closed\.|Killed by signal \d+\.?/, sure: 0.9, programs: ['ssh'] },
  {
    name: 'Login',
    pattern:
      /Last (?:failed )?login: .*|There (?:was|were) \d+ failed login attempts? since .*|上一?次登录[:：].*|最后一?次(?:失败的)?登录[:：].*|最后登录[:：].*|上次登录[:：].*|You have (?:new )?mail.*|(?:No mail|Mail) (?:for|in) .*/,
    sure: 0.9,
    programs: ['su', 'ssh', 'login'],
  },
  {
    name: 'Welcome',
    pattern:
      /(?:Una|A)uthori[sz]ed (?:users? only|uses? only|access).*|Welcome to .*|Activate the web console with: .*|Web console: .*|Script (?:started|done) on .*/,
    sure: 0.6,
    programs: ['ssh', 'su', 'script'],
  },
  {
    name: 'KnownHost',
    pattern: /Warning: Permanently added .* to the list of known hosts\.?/,
    sure: 0.95,
    programs: ['ssh', 'scp', 'rsync'],
  },
  {
    name: 'ExitStatus',
    pattern:
      /[[(]?(?:exit|EXIT|rc|RC|ret|status|exit[ _-]?(?:code|status)|EXIT_(?:CODE|STATUS)|return code|返回码|退出码)(?: ?[=:：]? ?)(?<status>\d{1,3})[\])]?/,
    sure: 0.6,
    programs: [],
    say: note('exit-status'),
  },
  { name: 'Container', pattern: /Defaulted container "[^"]*" out of: .*/, sure: 0.95, programs: ['kubectl'] },
  {
    name: 'Job',
    pattern: /\[\d+\] \d+|\[\d+\][+-]? +(?:Done|Stopped|Running|Killed|Terminated|Exit \d+|已完成|已停止).*/,
    sure: 0.9,
    programs: [],
  },
  {
    name: 'Password',
    pattern:
      /\[sudo\] (?:password for|.* 的密码[:：]).*|(?:\S+@\S+'s password|Password|密码|口令|Password for user \S+|用户 \S+ 的口令)[:：]/,
    sure: 0.6,
    programs: ['sudo', 'su', 'ssh', 'psql', 'ksql'],
  },
  { name: 'Comment', pattern: /#.*/, sure: 0, programs: ['cat'] },
];
