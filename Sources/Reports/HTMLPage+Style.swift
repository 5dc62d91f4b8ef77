extension HTMLPage {
  static let style = """
    :root{--bg:#f6f7f9;--panel:#fff;--text:#1c2330;--dim:#5d6778;--line:#dfe3ea;--accent:#2563eb;--soft:#eef2f8;
    --split:#0d8a5f;--prune:#2563eb;--gain:#6b7586;--refused:#b45309;--failed:#c2273c;
    --add:#e3f6ea;--addt:#0b5c38;--del:#fdeaec;--delt:#96202f;--hunk:#e9eefb}
    :root[data-theme=dark]{--bg:#12151b;--panel:#1a1f28;--text:#e4e8ef;--dim:#98a3b5;--line:#2c3442;--accent:#7aa5ff;
    --soft:#232a36;--split:#3ecf94;--prune:#7aa5ff;--gain:#98a3b5;--refused:#f0a94b;--failed:#ff7a8a;
    --add:#12352a;--addt:#8fe3ba;--del:#3d1d24;--delt:#ffb1ba;--hunk:#222c42}
    *{box-sizing:border-box}
    html{color-scheme:light}html[data-theme=dark]{color-scheme:dark}
    body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
    header,main,footer{max-width:1500px;margin:0 auto;padding:0 24px}
    header{display:flex;justify-content:space-between;align-items:flex-start;padding-top:24px}
    h1{font-size:26px;line-height:1.2;margin:0}h2{font-size:14px;margin:0 0 12px;font-weight:600}
    h3{font-size:13px;margin:18px 0 6px;color:var(--dim);font-weight:600}
    .sub{margin:4px 0 0;color:var(--dim);overflow-wrap:anywhere}
    button,input,select{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:6px 12px;min-height:36px}
    button{cursor:pointer}button:hover{border-color:var(--accent)}
    :focus-visible{outline:2px solid var(--accent);outline-offset:1px}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin:20px 0}
    .tile{display:block;text-align:left;padding:12px 14px;border-radius:10px;border-left:4px solid var(--c,var(--line))}
    .tile b{display:block;font-size:22px;line-height:1.25;font-variant-numeric:tabular-nums}
    .tile span{color:var(--dim);font-size:13px}
    .tile[aria-pressed=true]{background:var(--soft);border-color:var(--c)}
    div.tile{background:var(--panel);border:1px solid var(--line);border-left:4px solid var(--accent)}
    .charts{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px}
    .panel,.browser{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:16px;min-width:0}
    .bar{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 10px;width:100%;text-align:left;border:0;background:none;padding:3px 0;min-height:0;border-radius:4px;font-size:13px}
    .bar .name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
    .bar .value{color:var(--dim);font-variant-numeric:tabular-nums;white-space:nowrap}
    .bar .track{grid-column:1/-1;height:8px;border-radius:4px;background:var(--soft);overflow:hidden}
    .bar .track i{display:block;height:100%;border-radius:4px;background:var(--c,var(--accent))}
    button.bar:hover .name{color:var(--accent)}
    .empty{color:var(--dim);font-size:13px}
    .browser{margin:16px 0 24px;padding:0;overflow:hidden}
    .toolbar{display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:12px 16px;border-bottom:1px solid var(--line)}
    #search{flex:1 1 240px;min-width:0}#count{color:var(--dim);font-size:13px;margin-left:auto;font-variant-numeric:tabular-nums}
    .split{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);height:72vh;min-height:420px}
    #list{overflow:auto;position:relative;border-right:1px solid var(--line);contain:strict}
    #spacer{position:absolute;top:0;left:0;width:1px}
    .row{position:absolute;left:0;right:0;height:48px;display:grid;grid-template-columns:86px minmax(0,1fr) 90px;gap:10px;align-items:center;padding:0 14px;border-bottom:1px solid var(--line);cursor:pointer;font-size:13.5px}
    .row:hover{background:var(--soft)}.row[aria-selected=true]{background:var(--soft);box-shadow:inset 3px 0 var(--accent)}
    .row .path{min-width:0}.row .path b,.row .path small{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
    .row .path b{font-weight:600;line-height:1.3}.row .path small{color:var(--dim);line-height:1.3}
    .row .saving{text-align:right;font-variant-numeric:tabular-nums}
    .badge{display:inline-block;padding:1px 8px;border-radius:999px;font-size:12px;line-height:18px;border:1px solid currentColor;color:var(--c);white-space:nowrap;justify-self:start}
    #detail{overflow:auto;padding:16px 20px;font-size:14px}
    #detail h2{font-size:16px;overflow-wrap:anywhere;margin:0 0 6px}
    #detail table{border-collapse:collapse;width:100%;font-size:13px}
    #detail td{padding:4px 8px 4px 0;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
    #detail td:first-child{white-space:nowrap;font-weight:600}
    #detail p code,#detail .finding code{background:var(--soft);border-radius:4px;padding:0 3px}
    #detail code,.diff{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px}
    .finding{border-left:3px solid var(--c,var(--line));padding:2px 0 2px 10px;margin:8px 0;overflow-wrap:anywhere}
    .finding small{color:var(--dim);display:block}
    .diff{border:1px solid var(--line);border-radius:8px;overflow:auto;line-height:1.5;margin:0}
    .diff div{padding:0 10px;white-space:pre;min-width:max-content}
    .diff .a{background:var(--add);color:var(--addt)}.diff .d{background:var(--del);color:var(--delt)}
    .diff .h{background:var(--hunk);color:var(--dim)}
    #close{display:none}
    footer{color:var(--dim);font-size:13px;padding-bottom:24px}
    @media(max-width:1000px){.charts{grid-template-columns:1fr}
    .split{grid-template-columns:1fr;height:70vh}#list{border-right:0}
    #detail{display:none;position:fixed;inset:0;background:var(--panel);z-index:2;padding:16px}
    #detail.open{display:block}#close{display:inline-block;float:right}}
    @media(max-width:560px){header,main,footer{padding-left:12px;padding-right:12px}h1{font-size:22px}
    .tiles{grid-template-columns:repeat(2,1fr);gap:8px}.tile.wide{grid-column:span 2}.row{grid-template-columns:78px minmax(0,1fr) 64px;gap:8px;padding:0 10px}
    .toolbar{padding:10px}#count{margin-left:0;width:100%}.toolbar select{flex:1 1 120px;min-width:0}}
    @media print{.browser{display:none}}
    """
}
