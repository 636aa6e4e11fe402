import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import pkg from '../../package.json' with { type: 'json' };
import { UsageError } from '../core/errors.ts';
import type { EachOptions } from './commands/each.ts';
import type { Task } from './each/one.ts';
import { isWorker } from './each/worker.ts';
import { bareRedact, langOf, type ReportOptions } from './options.ts';

const INPUTS = 'a directory, a glob, a file (text, Markdown, log, packed or an archive), or - for standard input; several are one bundle';

function program(finish: (code: number) => void): Command {
  const root = new Command('repmgr-doctor')
    .description('Offline root-cause analysis of repmgr clusters (PostgreSQL, KingbaseES) from support bundles.')
    .version(pkg.version)
    .showHelpAfterError(false)
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  root.addHelpText(
    'after',
    '\nExamples:\n  repmgr-doctor diagnose ticket.md\n  repmgr-doctor diagnose bundle/ -o report.md -o report.json --lang zh-CN\n  repmgr-doctor compare before/ after/\n  repmgr-doctor inspect bundle/\n  repmgr-doctor explain archive-command-missing',
  );

  const writing = (command: Command): Command =>
    command.option(
      '-o, --output <file>',
      'write to a file, the ending says the format; may be repeated',
      (path: string, all: string[]) => [...all, path],
      [],
    );
  const reading = (command: Command, formats: string, usual = 'md'): Command =>
    command
      .option('--format <format>', `of standard output: ${formats}`, usual)
      .option('--lang <lang>', 'en, zh-CN or auto (the language of the bundle)', 'auto')
      .option('--redact [kinds]', 'replace hosts,addresses,users,paths,names consistently (bare: all); secrets are always struck out')
      .option('--redact-map <file>', 'write the private key to the replacements of --redact')
      .option('-q, --quiet', 'no progress')
      .option('--verbose', 'stack traces of defects')
      .option('--no-color', 'no colours')
      .exitOverride();

  writing(
    reading(
      root.command('diagnose').argument('<input...>', `${INPUTS}; or a JSON report that diagnose wrote`),
      'md, html, json, text or sarif',
    ),
  )
    .description('diagnose a bundle and write the remediation report')
    .option('--brief', 'Markdown for a chat message: cause, evidence and first command only')
    .option('--mermaid', 'Markdown: topology and timeline as Mermaid diagrams, too')
    .option(
      '--fail-on <level>',
      'critical, warning or notice: exit 1 where an open finding is at least that severe; incomplete: where something was not read or not understood',
    )
    .addHelpText('after', '\nExit: 0 analysed · 1 --fail-on met · 2 wrong call · 3 nothing recognised · 70 a defect of this program')
    .option(
      '--each',
      'every entry of the folders is a bundle by itself: a report each, on all cores; -o is a folder, --format may be a list',
    )
    .option('--jsonl <file>', 'with --each: a line for each bundle; bundles that the file tells of are passed over')
    .option('--workers <number>', 'with --each: so many at a time (default: one a core)')
    .action(async (inputs: string[], options: EachOptions & { each?: boolean }) => {
      if (options.each === true) {
        const { each } = await import('./commands/each.ts');
        finish(await each(inputs, options, pkg.version, fileURLToPath(import.meta.url)));
        return;
      }
      if (options.jsonl !== undefined || options.workers !== undefined) throw new UsageError('--jsonl and --workers need --each');
      finish(await (await import('./commands/diagnose.ts')).diagnose(inputs, options, pkg.version));
    });

  writing(reading(root.command('postmortem').argument('<input...>', `${INPUTS}; or a JSON report that diagnose wrote`), 'md or json'))
    .description('the same facts as a write-up: impact, root cause, what was done and what it changed, what is still open')
    .addHelpText('after', '\nExample:\n  repmgr-doctor postmortem ticket.md -o postmortem.md')
    .action(async (inputs: string[], options: ReportOptions) =>
      finish(await (await import('./commands/postmortem.ts')).postmortem(inputs, options, pkg.version)),
    );

  writing(
    reading(
      root
        .command('compare')
        .argument('<before>', 'a bundle, or a JSON report that diagnose wrote')
        .argument('<after>', 'a later one of the same cluster'),
      'md or json',
    ),
  )
    .description('two bundles of one cluster: what was resolved, what is new, what remains, what can no longer be seen')
    .addHelpText('after', '\nExample:\n  repmgr-doctor compare monday.json tuesday/ --lang en')
    .action(async (before: string, after: string, options: ReportOptions) =>
      finish(await (await import('./commands/compare.ts')).compare(before, after, options, pkg.version)),
    );

  reading(root.command('inspect').argument('<input...>', INPUTS), 'text or json', 'text')
    .description('what was read and how it was understood')
    .action(async (inputs: string[], options: ReportOptions) =>
      finish(await (await import('./commands/inspect.ts')).inspect(inputs, { ...options, output: [] }, pkg.version)),
    );

  root
    .command('collect')
    .description('print the shell script that gathers a bundle on a node: read-only, no root, no questions')
    .option('--describe', 'what it reads, a line each')
    .option('--lang <lang>', 'of --describe: en or zh-CN', 'en')
    .addHelpText('after', '\nExample:\n  repmgr-doctor collect > collect.sh; scp collect.sh node1: && ssh node1 sh collect.sh')
    .exitOverride()
    .action(async (options: { describe?: boolean; lang: string }) => {
      const lang = langOf(options.lang);
      finish((await import('./commands/collect.ts')).collect({ ...options, lang: lang === 'auto' ? 'en' : lang }, pkg.version));
    });

  root
    .command('explain')
    .description('the page of a root cause; without one the list')
    .argument('[cause]', 'an id of the catalogue')
    .option('--lang <lang>', 'en or zh-CN', 'en')
    .exitOverride()
    .action(async (cause: string | undefined, options: { lang: string }) => {
      const lang = langOf(options.lang);
      const { explain } = await import('./commands/explain.ts');
      finish(explain(cause, lang === 'auto' ? 'en' : lang));
    });

  root
    .command('completion')
    .description('print the completion script of a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', '\nExample:\n  source <(repmgr-doctor completion bash)')
    .exitOverride()
    .action(async (shell: string) => finish((await import('./commands/completion.ts')).completion(shell, root)));
  return root;
}

/** Runs one call and gives its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  try {
    if (argv.length <= 2) throw new UsageError('no command given; try repmgr-doctor --help');
    await program((result) => {
      code = result;
    }).parseAsync(bareRedact(argv));
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const message = error.message
        .replace(/^error: /, '')
        .replace(/\n/g, ' ')
        .replace(/\.$/, '');
      process.stderr.write(`repmgr-doctor: ${message}; try repmgr-doctor --help\n`);
      return 2;
    }
    if (error instanceof UsageError) {
      process.stderr.write(`repmgr-doctor: ${error.message}\n`);
      return 2;
    }
    process.stderr.write(
      `repmgr-doctor: a defect of the program: ${await toldOf(error, argv.includes('--verbose'))}; please report it with the input, run with --verbose for the stack\n`,
    );
    return 70;
  }
}

async function toldOf(error: unknown, verbose: boolean): Promise<string> {
  if (!(error instanceof Error)) return String(error);
  if (!verbose) return error.message.split('\n')[0] ?? '';
  const { sourced } = await import('./stack.ts');
  return sourced(error.stack ?? error.message, import.meta.filename);
}

/** What a worker of `--each` is asked to do. */
export const one = async (task: Task): Promise<unknown> => (await import('./each/one.ts')).one(task);

if (isWorker()) void import('tinypool/worker');
else {
  main(process.argv).then((code) => {
    process.exitCode = code;
    // as soon as all is written, or could not be and was told: taking the heap apart would take longer than many a call
    process.stdout.write('', () => setImmediate(() => process.exit()));
  });
}
