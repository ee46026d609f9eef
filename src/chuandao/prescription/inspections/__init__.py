"""Where to look next (督查抽樣): a stratified random sample within what the rules allow."""
