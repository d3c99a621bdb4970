import os

import requests


def access_token():
    answer = requests.post(
        "https://acme.my.salesforce.example/services/oauth2/token",
        data={
            "grant_type": "password",
            "client_id": os.environ["CONSUMER_KEY"],
            "client_secret": os.environ["CONSUMER_SECRET"],
            "username": os.environ["SALESFORCE_USERNAME"],
            "password": os.environ["SALESFORCE_PASSWORD"],
        },
    )
    return answer.json()["access_token"]
