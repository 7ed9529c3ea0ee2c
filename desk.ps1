# Sets up what is missing, then runs Banding Desk or its tests. The same words as `desk`.
#
#   .\desk.ps1 demo            the application on a sample panel
#   .\desk.ps1 test [ARGS]     check, then all tests that run on Windows; with ARGS only pytest ARGS
#   .\desk.ps1 check | setup [dev] [bench] | bench SUITE... | COMMAND ...
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $MyInvocation.MyCommand.Path
Set-Location $root
$venv = Join-Path $root '.venv'
$python = Join-Path $venv 'Scripts\python.exe'

function Find-Python {
  foreach ($version in '3.11', '3.12', '3.13', '3.14') {
    & py "-$version" -c 'import venv, ensurepip' 2>$null
    if ($LASTEXITCODE -eq 0) { return "-$version" }
  }
  Write-Host 'Python 3.11 or newer is missing. Install it from your software centre, then run the same command again.'
  exit 69
}

function Get-Sum($name) { (Get-FileHash "requirements\$name.txt" -Algorithm SHA256).Hash }

function Install-Lock($name) {
  $stamp = Join-Path $venv ".stamp-$name"
  $sum = Get-Sum $name
  if ((Test-Path $stamp) -and ((Get-Content $stamp -Raw).Trim() -eq $sum)) { return }
  Write-Host "Installing what requirements/$name.txt names"
  & $python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r "requirements\$name.txt"
  if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
  $held = @{ run = @('run'); dev = @('run', 'dev'); bench = @('run', 'dev', 'bench') }[$name]
  foreach ($each in $held) { Set-Content (Join-Path $venv ".stamp-$each") (Get-Sum $each) }
}

function Initialize-Desk($name) {
  if (-not (Test-Path $python)) {
    $version = Find-Python
    Write-Host 'Making the environment in .venv'
    & py $version -m venv $venv
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
  }
  Install-Lock $name
  Set-Content -Encoding ascii (Join-Path $venv 'Lib\site-packages\bandingdesk-checkout.pth') $root
}

function Invoke-Check {
  $bin = Join-Path $venv 'Scripts'
  foreach ($step in @('ruff format --check --quiet .', 'ruff check --quiet .', 'mypy', 'lint-imports', 'vulture', 'deptry .')) {
    $words = $step.Split(' ')
    $rest = @($words | Select-Object -Skip 1)
    & (Join-Path $bin $words[0]) @rest
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
  }
}

$word = if ($args.Count) { $args[0] } else { '' }
$rest = @($args | Select-Object -Skip 1)
switch ($word) {
  'setup' {
    Initialize-Desk 'run'
    foreach ($group in $rest) { Initialize-Desk $group }
  }
  'check' { Initialize-Desk 'dev'; Invoke-Check }
  'test' {
    Initialize-Desk 'dev'
    $env:QT_QPA_PLATFORM = 'offscreen'
    if ($rest.Count) { & $python -m pytest @rest }
    else { Invoke-Check; & $python -m pytest -q -n 2 tests --ignore tests/keyring --ignore tests/screen }
    exit $LASTEXITCODE
  }
  'bench' { Initialize-Desk 'bench'; & $python -m benchmarks.main @rest; exit $LASTEXITCODE }
  default { Initialize-Desk 'run'; & $python -m bandingdesk @args; exit $LASTEXITCODE }
}
