//! What names of people look like.

/// Words by which people name service accounts.
const SERVICE_WORDS: [&str; 34] = [
    "agent",
    "api",
    "app",
    "auto",
    "automation",
    "azure",
    "batch",
    "bot",
    "cd",
    "ci",
    "cicd",
    "connect",
    "connector",
    "crm",
    "data",
    "deploy",
    "deployment",
    "devops",
    "erp",
    "etl",
    "feed",
    "hub",
    "int",
    "integration",
    "interface",
    "jenkins",
    "job",
    "pipeline",
    "robot",
    "service",
    "svc",
    "sync",
    "system",
    "user",
];

/// Parts of words by which people name mailboxes of teams.
const TEAM_WORDS: [&str; 7] = ["admin", "group", "help", "mailbox", "shared", "support", "team"];

/// From this length on, a word of service accounts in a longer word counts, too: `integrationuser`. Shorter ones are
/// parts of names of people.
const TELLING: usize = 6;

/// `first.last` or `first.middle.last`, and none of them a word of service accounts.
pub(super) fn is_persons_name(local: &str) -> bool {
    let local = local.to_ascii_lowercase();
    let words: Vec<&str> = local.split('.').collect();
    // A word without vowels is an abbreviation.
    let is_spoken = |word: &str| word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_name = |word: &&str| {
        let is_word = word.len() >= 2 && word.bytes().all(|letter| letter.is_ascii_alphabetic()) && is_spoken(word);
        is_word && !is_of_service(word)
    };
    let is_teams = TEAM_WORDS.iter().any(|word| local.contains(word));
    (2..=3).contains(&words.len()) && words.iter().all(is_name) && !is_teams
}

fn is_of_service(word: &str) -> bool {
    SERVICE_WORDS.iter().any(|known| *known == word || (known.len() >= TELLING && word.contains(known)))
}

#[cfg(test)]
mod tests {
    use super::is_persons_name;

    #[test]
    fn names_of_people() {
        assert!(is_persons_name("jane.miller") && is_persons_name("jane.q.miller") == is_persons_name("j.miller"));
        for service in [
            "erp.integration",
            "jane",
            "billing-sync",
            "svc.jane",
            "jane.miller2",
            "a.b.c.d",
            "crm.shared.mailbox",
            "billing.portal.fdc",
            "Sales.Support",
            "ERP.Integration",
            "acme.integrationuser",
        ] {
            assert!(!is_persons_name(service), "{service}");
        }
    }
}
