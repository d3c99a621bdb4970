# Asks a Salesforce org for what metadata files do not contain. Made by calint @VERSION@ from the apps of a project.
#
#     powershell -ExecutionPolicy Bypass -File facts.ps1 ORG-ALIAS [FOLDER]
#
# ORG-ALIAS is the name by which the Salesforce CLI (sf) knows the org, and FOLDER is a new folder (default: @FOLDER@).
#
# The script runs the queries below and changes nothing in the org. No query selects a token, a secret, or a key. Each
# answer is a file in FOLDER, and manifest.json there lists all queries. FOLDER\errors has the output of each query that
# failed. FOLDER.zip contains all of it. Other users of this computer, except administrators, cannot read the files.
#
# The script ends with 0 if all queries worked that calint needs. Then: calint check --facts FOLDER
# @LEFT-OUT@
param(
    [Parameter(Mandatory = $true)][string]$Org,
    [string]$Folder = @FOLDER@
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Continue'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$utf8 = New-Object Text.UTF8Encoding $false
$Folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Folder).TrimEnd('\', '/')

if (-not (Get-Command sf -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('The Salesforce CLI (sf) is not on the PATH.')
    exit 2
}
foreach ($path in @($Folder, "$Folder.zip")) {
    if (Test-Path -LiteralPath $path) {
        [Console]::Error.WriteLine("$path exists already. Delete it, or name another folder: answers of two exports must not mix.")
        exit 2
    }
}

# Keeps other users from a file or folder.
function Protect-Path([string]$Path, [string]$Rights) {
    if ([Environment]::OSVersion.Platform -eq 'Win32NT') {
        $user = [Security.Principal.WindowsIdentity]::GetCurrent().Name
        & icacls $Path /inheritance:r /grant:r "${user}:$Rights" | Out-Null
    } else {
        & chmod 'go=' $Path
    }
}

$errors = Join-Path $Folder 'errors'
New-Item -ItemType Directory -Path $Folder | Out-Null
Protect-Path $Folder '(OI)(CI)F'
New-Item -ItemType Directory -Path $errors | Out-Null

$exported = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)
$queries = @()
$failed = @()

# Whether the error of a query says that the org does not have what the query asks for.
function Test-Absent([string]$Need, [string]$Text) {
    if ($Need -eq 'needed') { return $false }
    if ($Need -ne 'optional') {
        return $Text.IndexOf("No such column '$Need'", [StringComparison]::OrdinalIgnoreCase) -ge 0
    }
    foreach ($mark in @(@UNKNOWN@)) {
        if ($Text.Contains($mark)) { return $true }
    }
    return $false
}

# Runs a query. Need is 'needed', 'optional', or the column that some orgs lack.
function Ask([string]$Name, [string]$Object, [string]$Need, [string]$Soql) {
    $errorFile = Join-Path $errors "$Name.txt"
    $text = (& sf data query --json --target-org $Org --query $Soql 2> $errorFile) -join "`n"
    $rows = $null
    if ($LASTEXITCODE -eq 0 -and $text -match '"totalSize":\s*(\d+)') {
        $rows = [int]$Matches[1]
        $state = 'ok'
        [IO.File]::WriteAllText((Join-Path $Folder "$Name.json"), "$text`n", $utf8)
        Remove-Item -LiteralPath $errorFile
        Write-Host "${Name}: $rows records"
    } else {
        # The Salesforce CLI prints errors on stdout, as JSON.
        $text = "$(Get-Content -Raw -LiteralPath $errorFile)$text"
        [IO.File]::WriteAllText($errorFile, "$text`n", $utf8)
        if (Test-Absent $Need $text) {
            $state = 'absent-column'
            Write-Host "${Name}: this org does not have it"
        } else {
            $state = 'failed'
            [Console]::Error.WriteLine("${Name}: failed, see $errorFile")
            if ($Need -ne 'optional') { $script:failed += $Name }
        }
    }
    $script:queries += @{ name = $Name; object = $Object; state = $state; rows = $rows; soql = $Soql }
}
# @QUESTIONS@

$record = $null
$answer = Join-Path $Folder 'organization.json'
if (Test-Path -LiteralPath $answer) {
    $found = @((ConvertFrom-Json (Get-Content -Raw -Encoding UTF8 -LiteralPath $answer)).result.records)
    if ($found.Count -gt 0) {
        $columns = @('Id', 'Name', 'IsSandbox', 'OrganizationType', 'InstanceName')
        $record = Select-Object -InputObject $found[0] -Property $columns
    }
}
$manifest = @{ calint = '@VERSION@'; exported = $exported; org = $record; queries = $queries }
[IO.File]::WriteAllText((Join-Path $Folder 'manifest.json'), (ConvertTo-Json $manifest -Depth 4), $utf8)
if (@(Get-ChildItem -LiteralPath $errors).Count -eq 0) { Remove-Item -LiteralPath $errors }

if (Get-Command Compress-Archive -ErrorAction SilentlyContinue) {
    Compress-Archive -LiteralPath $Folder -DestinationPath "$Folder.zip"
    Protect-Path "$Folder.zip" 'F'
    Write-Host "Wrote $Folder and $Folder.zip"
} else {
    Write-Host "Wrote $Folder"
}
if ($failed.Count -gt 0) {
    [Console]::Error.WriteLine("Failed, and needed: $failed")
    exit 1
}
exit 0
