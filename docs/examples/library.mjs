// The library: read a bundle, look at the findings, write a report. Run it with: node docs/examples/library.mjs BUNDLE…
import { analyse, openInputs, render } from 'repmgr-doctor';

const inputs = process.argv.slice(2);
const report = await analyse(openInputs(inputs), { lang: 'en', version: 'example' });

for (const finding of report.findings) {
  const [first] = finding.evidence;
  console.log(`${finding.severity}: ${finding.cause} on ${finding.node ?? 'the cluster'} (${finding.confidence}, ${finding.status})`);
  if (first !== undefined) console.log(`  ${first.source}:${first.line}  ${first.shows}`);
}

const page = render(report, 'html');
console.log(`the report as one page: ${page.length} characters`);
