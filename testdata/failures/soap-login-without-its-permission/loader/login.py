from simple_salesforce import Salesforce

org = Salesforce(username=USERNAME, password=PASSWORD, security_token=TOKEN)
