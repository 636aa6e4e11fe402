/** The page's look: light and dark, a phone's width and A4, and printed in grey. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b232e;--soft:#566271;--line:#d7dde4;--wash:#f4f6f8;--link:#1f5f99;--critical:#b3261e;--warning:#955600;--notice:#33658a;--good:#2c7a4b}
@media (prefers-color-scheme:dark){:root{--paper:#14181e;--ink:#e4e8ee;--soft:#a0abb8;--line:#333c47;--wash:#1d232b;--link:#86b8e8;--critical:#ff8a80;--warning:#f0b45f;--notice:#8fbfe0;--good:#7fcf9f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
main,header.top{max-width:54rem;margin:0 auto;padding:0 1.25rem}
header.top{padding-top:2rem}
h1{font-size:1.7rem;line-height:1.25;margin:.2rem 0 .6rem}
h2{font-size:1.25rem;margin:2.6rem 0 .8rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1.06rem;margin:1.8rem 0 .5rem}
h4{font-size:1rem;margin:1.4rem 0 .5rem}
p{margin:.5rem 0}
p,li,td,h1,h2,h3,h4{overflow-wrap:anywhere}
a{color:var(--link)}
.tool,.note,.facts{color:var(--soft);font-size:.9rem}
code,pre{font-family:ui-monospace,"SF Mono","Cascadia Mono",Consolas,"Noto Sans Mono","Noto Sans Mono CJK SC",monospace;font-size:.86em}
code{background:var(--wash);padding:.08em .3em;border-radius:3px;overflow-wrap:anywhere}
pre{background:var(--wash);border:1px solid var(--line);border-radius:5px;margin:.5rem 0;padding:.7rem .85rem;overflow-x:auto;line-height:1.45;tab-size:8}
pre code{background:none;padding:0;overflow-wrap:normal}
table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.6rem 0}
.table{overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}
ul{padding-left:1.25rem}
li{margin:.25rem 0}
.verdict{list-style:none;padding:0;margin:1rem 0}
.verdict li{border-left:4px solid var(--line);padding:.15rem 0 .15rem .8rem;margin:.65rem 0}
.critical{--mark:var(--critical)}.warning{--mark:var(--warning)}.notice{--mark:var(--notice)}
.verdict li.critical,.verdict li.warning,.verdict li.notice{border-color:var(--mark)}
.level{color:var(--mark,var(--soft));font-weight:700;margin-right:.35rem}
.answer{margin:.9rem 0}.answer b{display:block}
.first{background:var(--wash);border:1px solid var(--line);border-radius:6px;padding:.4rem .9rem .6rem;margin:1.2rem 0}
.first pre{background:var(--paper)}
nav.contents{font-size:.93rem;columns:2;column-gap:2rem;margin:1rem 0}
nav.contents ul{list-style:none;margin:0;padding:0}
nav.contents li{break-inside:avoid}
nav.contents ul ul{padding-left:1rem}
figure{margin:1.4rem 0}
figcaption{font-weight:600;margin-bottom:.35rem}
.picture{overflow-x:auto;border:1px solid var(--line);border-radius:6px;padding:.6rem;background:var(--paper)}
svg{display:block;min-width:44rem;max-width:100%;height:auto;margin:0 auto}
svg text{font:12px system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;fill:var(--ink)}
svg .small{font-size:11px;fill:var(--soft)}svg .name{font-weight:700;font-size:13px}svg .value{font-weight:600}
svg .end text{text-anchor:end}svg .middle text{text-anchor:middle}
.node rect{fill:var(--wash);stroke:var(--line);stroke-width:1.5}.node.primary rect{stroke-width:2.5}.node.witness rect{stroke-dasharray:5 4}
.node.critical rect{stroke:var(--critical);stroke-width:3}.node.warning rect{stroke:var(--warning);stroke-width:3}
svg .fault{fill:var(--mark);font-size:11px}
.edge path{fill:none;stroke:var(--soft);stroke-width:1.6}.edge.detached path{stroke:var(--critical);stroke-dasharray:6 4}.edge .cross{stroke-dasharray:none!important;stroke-width:2.4!important}
.bar{fill:var(--notice)}.bar.over{fill:var(--critical)}
.limit{stroke:var(--critical);stroke-dasharray:7 4;fill:none}.axis,.rail,.lane{stroke:var(--line);fill:none}.rail{stroke-dasharray:1 4}
.run.present{fill:var(--notice)}.run.waiting{fill:var(--warning)}.run.done,.run.archived{fill:var(--good)}.run.missing{fill:var(--critical)}.run.removed{fill:none;stroke:var(--critical);stroke-width:1.6;stroke-dasharray:4 3}
.track{fill:var(--wash);stroke:var(--line)}.fill.roomy{fill:var(--good)}.fill.tight{fill:var(--warning)}.fill.full{fill:var(--critical)}
.reign{stroke:var(--notice);stroke-width:5;opacity:.55;fill:none}.mark{fill:var(--paper);stroke:var(--ink);stroke-width:2}.event.done .mark{fill:var(--warning)}.event.logged .mark{fill:var(--soft)}
article{border-top:1px solid var(--line);padding-top:.2rem;margin-top:1.6rem}
article:first-of-type{border-top:0;margin-top:0}
details{margin:.3rem 0}
summary{cursor:pointer;color:var(--link);font-size:.88rem}
.lines{counter-reset:none}.lines span{display:block;white-space:pre}.lines .n{display:inline-block;min-width:3.6em;color:var(--soft);user-select:none;text-align:right;padding-right:1em}
.lines .cited{background:color-mix(in srgb,var(--warning) 16%,transparent);font-weight:600}
.step{margin:1.3rem 0 1.3rem;padding-left:.9rem;border-left:3px solid var(--line)}
.step.change{border-color:var(--warning)}.step.destructive{border-color:var(--critical)}
.caution{border-left:4px solid var(--warning);background:var(--wash);padding:.5rem .9rem;margin:.8rem 0}
.caution.destructive{border-color:var(--critical)}
.copy{float:right;margin:.35rem .35rem 0 .6rem;font:inherit;font-size:.78rem;padding:.1rem .55rem;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:4px;cursor:pointer}
footer{max-width:54rem;margin:3rem auto 2rem;padding:0 1.25rem;color:var(--soft);font-size:.85rem}
@media (max-width:40rem){body{font-size:15px}nav.contents{columns:1}h1{font-size:1.4rem}main,header.top{padding:0 .9rem}header.top{padding-top:1.2rem}}
@media print{
:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--wash:#f5f5f5;--link:#000;--critical:#000;--warning:#333;--notice:#555;--good:#777}
@page{size:A4;margin:16mm 14mm}
body{font-size:10.5pt}main,header.top,footer{max-width:none;padding:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.copy,nav.contents,details:not([open]){display:none}
h2,h3,h4{break-after:avoid}.step,figure,.verdict li{break-inside:avoid}
svg{min-width:0}.picture{border:0;padding:0}a{text-decoration:none}
.bar.over{fill:#000}.run.waiting{fill:#999}
}
`;

/** For the policy of the page: nothing but this style runs in it. Checked against the text by the tests. */
export const STYLE_HASH = 'sha256-uiYa6XY5yspdJwQpp54nvHCOOljXV7RyQNL8UBm6Sgw=';
