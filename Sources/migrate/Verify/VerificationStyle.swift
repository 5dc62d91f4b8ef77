/// How the page of a verification looks, in light and in dark, on narrow and on wide screens.
enum VerificationStyle {
  static let text = """
    :root { --paper: #fbfbfa; --ink: #1c2024; --dim: #667078; --line: #e2e4e6; --card: #ffffff; --code: #f0f1f2;
      --old: #d9822b; --new: #2a7d6b; --bad: #c23030; --note: #3a6ea5; --added: #e3f4ea; --removed: #fbe9e7; }
    @media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e4e7ea; --dim: #97a1aa; --line: #2d3338;
      --card: #1b1f23; --code: #24292e; --old: #e09a4f; --new: #4fb59d; --bad: #ef6b63; --note: #7fb0e0;
      --added: #14342a; --removed: #3f2221; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { font-size: 1.6rem; margin: 0; line-height: 1.25; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 0 0 .75rem; }
    h2 small { color: var(--dim); font-weight: normal; margin-left: .4rem; }
    h3 { font-size: .85rem; margin: 0 0 .5rem; color: var(--dim); font-weight: 600; }
    header p { margin: .25rem 0 0; color: var(--dim); }
    section { margin-top: 2.25rem; }
    code, pre { font: .85em/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
    code { background: var(--code); border-radius: 4px; padding: .1em .35em; overflow-wrap: anywhere; }
    .badge { font-size: .8rem; font-weight: 600; padding: .2rem .6rem; border-radius: 99px; vertical-align: middle;
      white-space: nowrap; color: #fff; }
    .good { background: var(--new); } .bad { background: var(--bad); }
    @media (prefers-color-scheme: dark) { .badge { color: #14171a; } }
    .bar { display: grid; grid-template-columns: 4rem 1fr 6rem; align-items: center; gap: .75rem; margin: .4rem 0; }
    .bar b { text-align: right; white-space: nowrap; } .bar span { color: var(--dim); }
    .track { background: var(--code); border-radius: 6px; overflow: hidden; }
    .track div { height: 1.5rem; border-radius: 6px; }
    .old { background: var(--old); } .new { background: var(--new); } .changed { background: var(--note); }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin-top: 1rem; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; }
    .card span, .card small { display: block; color: var(--dim); font-size: .85rem; }
    .card b { font-size: 1.35rem; }
    .checks { list-style: none; margin: 0; padding: 0; }
    .checks > li { border-left: 4px solid var(--new); padding: .3rem 0 .3rem .8rem; margin: .35rem 0; }
    .checks > li b { font-weight: 500; } .checks ul { margin: .2rem 0 0; padding-left: 1.1rem; color: var(--dim); }
    .checks li li { overflow-wrap: anywhere; }
    .checks > .failed { border-color: var(--bad); } .checks > .failed b { color: var(--bad); font-weight: 600; }
    .checks > .noted { border-color: var(--note); } .checks > .differs { border-color: var(--old); }
    .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
    .sides > div { min-width: 0; }
    .layers { list-style: none; margin: 0; padding: 0; }
    .layers li { display: grid; grid-template-columns: 5.5rem 1fr; gap: .15rem .6rem; margin: 0 0 .6rem; }
    .layers b { text-align: right; font-weight: 500; white-space: nowrap; }
    .layers code { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
    .layers i { grid-column: 2; }
    i { display: block; height: .35rem; border-radius: 99px; min-width: 2px; }
    table { border-collapse: collapse; width: 100%; }
    td, th { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top; }
    th { color: var(--dim); font-weight: 500; font-size: .85rem; }
    .number { text-align: right; white-space: nowrap; }
    .meter { width: 30%; vertical-align: middle; }
    .tag { color: #fff; border-radius: 4px; padding: .1rem .45rem; font-size: .8rem; }
    @media (prefers-color-scheme: dark) { .tag { color: #14171a; } }
    .plan td:nth-child(2) { white-space: nowrap; }
    summary { cursor: pointer; margin-bottom: .5rem; }
    pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 0;
      overflow-x: auto; margin: 0; }
    .alert pre { padding: .8rem 1rem; } .alert h2 { color: var(--bad); }
    .diff span { display: block; padding: 0 1rem; min-width: max-content; }
    .diff .added { background: var(--added); } .diff .removed { background: var(--removed); }
    .diff .meta { color: var(--dim); }
    footer { margin-top: 3rem; color: var(--dim); font-size: .85rem; }
    @media (max-width: 44rem) { main { padding: 1.25rem 1rem 3rem; } .sides { grid-template-columns: 1fr; gap: 1.25rem; }
      .wide, .meter { display: none; } .bar { grid-template-columns: 3.5rem 1fr 5.6rem; gap: .5rem; }
      .plan td { display: block; border: 0; padding: .1rem 0; }
      .plan td:nth-child(-n+2) { display: inline-block; margin-right: .5rem; }
      .plan tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; } }
    """
}
