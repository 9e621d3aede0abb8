# Parley from its sources on Windows: builds, then hands every word to the parley command.
# The server runs with the HTTP engines and the energy detector here; "parley doctor" says so. Not tried on Windows.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Write-Error 'The .NET SDK 10 is missing. Get it from https://dot.net/download'
}
if ((Get-Command npm -ErrorAction SilentlyContinue) -and -not (Test-Path "$root/web/console/node_modules")) {
    npm ci --prefix "$root/web/console" --ignore-scripts --no-audit --no-fund | Out-Null
}
dotnet build "$root/src/Parley.Cli" -c Release -v q -nologo
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
dotnet "$root/artifacts/bin/Parley.Cli/release/parley.dll" @args
exit $LASTEXITCODE
