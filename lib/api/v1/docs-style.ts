/** The styles of the API page, with the product's colours and no other file. */
export const docsStyle = `
:root{color-scheme:light dark;--surface:#fff;--sunken:#f5f6f6;--text:#16181d;--muted:#535964;--border:#e5e7e9;--accent:#2b52d9;--soft:#edf2fe;
--get:#14713a;--get-soft:#e6f5ec;--post:#2143b5;--post-soft:#e6edfe;--patch:#8a5200;--patch-soft:#fdf3de;--delete:#b3241b;--delete-soft:#fdeceb}
@media (prefers-color-scheme:dark){:root{--surface:#111316;--sunken:#191c20;--text:#eceded;--muted:#a9aeb7;--border:#2d3138;--accent:#9db2ff;--soft:#1a2340;
--get:#7fd6a0;--get-soft:#11291b;--post:#a9bbff;--post-soft:#1a2340;--patch:#efc073;--patch-soft:#2c220f;--delete:#ff9f96;--delete-soft:#331614}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--surface);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.page{display:grid;grid-template-columns:17rem minmax(0,1fr);max-width:80rem;margin:0 auto}
nav{padding:1.5rem 1rem;font-size:13px}
.side{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;border-right:1px solid var(--border)}
.top{display:none;padding:.6rem 1rem;border-bottom:1px solid var(--border)}
pre a{text-decoration-thickness:1px}
nav h2{margin:1.2rem 0 .3rem;font-size:12px;color:var(--muted);font-weight:600}
nav ul{list-style:none;margin:0;padding:0}
nav li a{display:block;padding:.25rem .4rem;border-radius:5px;text-decoration:none;color:var(--text)}
nav li a:hover{background:var(--sunken)}
main{padding:2rem clamp(1rem,4vw,3rem);min-width:0}
h1{font-size:1.7rem;margin:0 0 .5rem;letter-spacing:-.01em}
main h2{margin:3rem 0 .25rem;font-size:1.25rem}
h3{margin:0;font-size:1rem}
h4{margin:1.1rem 0 .35rem;font-size:13px;color:var(--muted)}
p{margin:.4rem 0;max-width:46rem}
article{border-top:1px solid var(--border);padding:1.4rem 0}
.route{display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap;margin:.35rem 0}
.method{font:600 12px/1 ui-monospace,monospace;padding:.25rem .4rem;border-radius:5px}
.get{color:var(--get);background:var(--get-soft)}.post{color:var(--post);background:var(--post-soft)}
.patch,.put{color:var(--patch);background:var(--patch-soft)}.delete{color:var(--delete);background:var(--delete-soft)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:13px}
code{overflow-wrap:anywhere}td code{overflow-wrap:break-word}
pre{margin:0;padding:.8rem 1rem;background:var(--sunken);border-radius:8px;overflow:auto;tab-size:2}
.table{overflow:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--border)}
th{font-weight:600;font-size:13px;color:var(--muted)}
tr:target td{background:var(--soft)}
summary{cursor:pointer;color:var(--muted);font-size:13px;padding:.3rem 0}
.muted{color:var(--muted)}
@media (max-width:820px){.page{display:block}.side{display:none}.top{display:block}}
`;
