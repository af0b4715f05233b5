/** What pages of surveys look like beside what every page does. Sizes are in rem, so that larger text makes everything larger. */
export const surveyStyle = `:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#767676;--soft:#595959;--tint:#eef3fc;
--mark:#0b57d0;--wrong:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#f2f2f2;--paper:#161616;--line:#8e8e8e;--soft:#c4c4c4;--tint:#1f2a3d;--mark:#8ab4f8;
--wrong:#ffb4ab}}
*{box-sizing:border-box}
body{max-width:40rem;margin:6vh auto;color:var(--ink);background:var(--paper);overflow-wrap:break-word}
h1.asked,p.asked,span.asked{margin:0 0 .5rem;font-weight:600;line-height:1.3;white-space:pre-line}
h1.asked,h1{font-size:1.375rem}p.asked,span.asked{font-size:1.125rem}
small,.help,.progress{color:var(--soft);font-size:1rem}small{font-weight:400}
.help{margin:0 0 .75rem}
fieldset{border:0;margin:0;padding:0;min-width:0}legend{padding:0;max-width:100%}
.question{margin:0 0 1.5rem}
.thing{border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem 1rem;margin:0 0 1rem}
.thing>legend{padding:0 .375rem;font-weight:600}.thing>:last-child{margin-bottom:0}
.list,.row,.pictures{display:grid;gap:.5rem}
.row{grid-template-columns:repeat(auto-fit,minmax(2.75rem,1fr));gap:.375rem}
.pictures{grid-template-columns:repeat(auto-fit,minmax(min(9rem,100%),1fr))}
.box{display:flex;align-items:center;gap:.625rem;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--line);
border-radius:.5rem;cursor:pointer}
.row .box{flex-direction:column;gap:.25rem;padding:.5rem .25rem;justify-content:center}
.pictures .box{align-items:flex-start}.pictures img{display:block;max-width:100%;height:auto;margin-bottom:.25rem;border-radius:.25rem}
.box:has(:checked){border-color:var(--mark);background:var(--tint);box-shadow:inset 0 0 0 1px var(--mark)}
input[type=radio],input[type=checkbox]{flex:none;width:1.5rem;height:1.5rem;margin:0;accent-color:var(--mark)}
input:not([type=radio],[type=checkbox],[type=hidden]),select,textarea{font:inherit;width:100%;min-height:2.75rem;padding:.5rem .625rem;
color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:.5rem}
input.short{width:auto;max-width:100%;min-width:9rem}textarea{resize:vertical}
.line{margin:0 0 .75rem}.line>label{display:block;margin:0 0 .25rem}
[aria-invalid=true]{border-color:var(--wrong)!important;border-width:2px!important}
.problem{margin:.25rem 0 .5rem;color:var(--wrong);font-weight:400}
.summary{margin:0 0 1.5rem;padding:.75rem 1rem;border:2px solid var(--wrong);border-radius:.5rem}.summary p,.summary ul{margin:0}
.summary ul{padding:0;list-style:none}
.summary a{display:inline-block;min-height:1.5rem;color:var(--wrong)}
.notice{margin:0 0 1.25rem;padding:.75rem 1rem;border-inline-start:.25rem solid var(--mark);background:var(--tint)}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
table{border-collapse:collapse;width:100%;margin:0 0 1rem}th,td{padding:.375rem;text-align:center;font-weight:400;vertical-align:middle}
tbody tr{border-top:1px solid var(--line)}.matrix th[scope=row]{text-align:start}
td label{display:flex;align-items:center;justify-content:center;gap:.625rem;min-width:2rem;min-height:2.75rem;cursor:pointer}
.narrow{display:none}
@media(max-width:36rem){.matrix,.matrix tbody,.matrix tr,.matrix th,.matrix td{display:block}.matrix thead{display:none}
.matrix th[scope=row]{font-weight:600;padding-top:.75rem}
.matrix td label{justify-content:flex-start}.matrix .narrow{display:inline}}
.buttons{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem}
.buttons button,.buttons a,a.button{display:inline-flex;align-items:center;min-height:2.75rem;padding:.5rem 1.25rem;
border:2px solid var(--ink);border-radius:.5rem;color:var(--ink);background:var(--paper);text-decoration:none}
.buttons button.first,a.button{color:var(--paper);background:var(--ink)}
.buttons a{border-color:transparent;text-decoration:underline;padding-inline:.5rem}
button.quiet{font:inherit;min-height:2.25rem;padding:.25rem .75rem;color:var(--ink);background:var(--paper);
border:1px solid var(--line);border-radius:.5rem}
button.default{position:absolute;inset-inline-start:-9999px;width:1px;height:1px;padding:0;border:0;overflow:hidden}
.progress{display:flex;align-items:center;gap:.75rem;margin:0 0 1.25rem}
progress{flex:1;min-width:4rem;height:.5rem;accent-color:var(--mark)}
@media(forced-colors:active){.buttons button,.buttons button.first,a.button,button.quiet{color:ButtonText;background:ButtonFace;
border-color:ButtonText}
.box:has(:checked){border-color:Highlight;box-shadow:none}}
@media(prefers-reduced-motion:reduce){*{transition:none!important;scroll-behavior:auto!important}}`
