/** Colours by the standing of a model or the verdict of a row, for light and dark screens. */
export const STYLE = `
:root { color-scheme: light dark; --pass: #1a7f37; --fail: #cf222e; --open: #9a6700; --line: #8884; --code: #8881; }
@media (prefers-color-scheme: dark) { :root { --pass: #3fb950; --fail: #ff7b72; --open: #d29922; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem 1.5rem 3rem; }
h1 small { font-weight: normal; font-size: 1rem; }
section { border-top: 1px solid var(--line); margin-top: 2rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: .2rem .8rem .2rem 0; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th[scope=row], td.verdict, th:first-child { text-align: left; font-weight: normal; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { background: var(--code); padding: .6rem .9rem; overflow-x: auto; }
.pass .verdict, h1.pass, h2.pass { color: var(--pass); }
.fail .verdict, .error .verdict, h1.fail, h2.fail, h1.error, h2.error, p.error { color: var(--fail); }
.kink .verdict, .inconclusive .verdict, .known .verdict, h2.known, h1.inconclusive, h2.inconclusive { color: var(--open); }
.facts, footer, header p { opacity: .75; }
`;
